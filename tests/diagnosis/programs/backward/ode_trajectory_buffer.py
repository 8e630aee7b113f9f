#: code IL004
#: curable
import torch
import torch.nn as nn


class Dynamics(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.l1 = nn.Linear(dim + 1, 16)
        self.l2 = nn.Linear(16, dim)

    def forward(self, y, t):
        inp = torch.cat([y, t.expand(y.size(0), 1)], 1)
        return self.l2(torch.tanh(self.l1(inp)))


class VanDerPol(nn.Module):
    """Known physics plus a learned correction."""

    def __init__(self):
        super().__init__()
        self.mu = nn.Parameter(torch.tensor(0.5))
        self.correction = Dynamics(2)

    def forward(self, y, t):
        x, v = y[:, 0], y[:, 1]
        acc = self.mu * (1 - x ** 2) * v - x  #: saves
        return torch.stack([v, acc], 1) + self.correction(y, t)


def solve(f, y0, ts):
    traj = torch.empty(y0.size(0), len(ts), y0.size(1))
    traj[:, 0] = y0
    for i in range(len(ts) - 1):
        dt = ts[i + 1] - ts[i]
        traj[:, i + 1] = traj[:, i] + dt * f(traj[:, i], ts[i])  #: overwrites
    return traj


def main():
    torch.manual_seed(0)
    f = VanDerPol()
    optimizer = torch.optim.Adam(f.parameters(), lr=1e-2)
    ts = torch.linspace(0, 1, 6)
    y0 = torch.randn(3, 2)
    reference = torch.randn(3, 6, 2)
    for _ in range(2):
        loss = (solve(f, y0, ts) - reference).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()


main()
