#: code IL002
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class Projector(nn.Module):
    def __init__(self, dim_in, dim_out):
        super().__init__()
        self.fc1 = nn.Linear(dim_in, dim_in)
        self.bn = nn.BatchNorm1d(dim_in)
        self.relu = nn.ReLU(inplace=True)
        self.fc2 = nn.Linear(dim_in, dim_out)

    def forward(self, x):
        z = self.fc2(self.relu(self.bn(self.fc1(x))))
        z -= z.mean(dim=0)
        scale = z.pow(2).sum(1, keepdim=True).add(1e-8)  #: saves
        z /= scale.detach().sqrt()  #: overwrites
        return z, scale


def nt_xent(z1, z2, tau=0.5):
    z = torch.cat([z1, z2])
    sim = z @ z.t() / tau
    sim.fill_diagonal_(-1e9)
    n = len(z1)
    target = torch.arange(2 * n).roll(n)
    return F.cross_entropy(sim, target)


def main(epochs=1):
    torch.manual_seed(0)
    f = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace=True))
    g = Projector(8, 4)
    optimizer = torch.optim.SGD([*f.parameters(), *g.parameters()], lr=0.1, weight_decay=1e-4)
    for _ in range(epochs):
        x = torch.randn(5, 6)
        (z1, s1), (z2, s2) = g(f(x)), g(f(x + 0.1 * torch.randn_like(x)))
        loss = nt_xent(z1, z2) + 0.01 * (s1.mean() + s2.mean())
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()


main()
