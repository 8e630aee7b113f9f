#: code IL004
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class SelectiveSSM(nn.Module):
    def __init__(self, d, n):
        super().__init__()
        self.d, self.n = d, n
        self.proj = nn.Linear(d, 2 * n + 1)
        self.A_log = nn.Parameter(torch.log(torch.arange(1, n + 1).float()).repeat(d, 1))
        self.D = nn.Parameter(torch.ones(d))

    def forward(self, u):
        b, l, d = u.shape
        dt, B, C = self.proj(u).split([1, self.n, self.n], dim=-1)
        dt = F.softplus(dt)
        dA = torch.exp(-dt.unsqueeze(-1) * self.A_log.exp())
        dBu = dt.unsqueeze(-1) * B.unsqueeze(2) * u.unsqueeze(-1)
        h = torch.zeros(b, l + 1, d, self.n)
        for i in range(l):
            h[:, i + 1] = dA[:, i] * h[:, i] + dBu[:, i]  #: saves, overwrites
        y = torch.einsum("bldn,bln->bld", h[:, 1:], C)
        return y + u * self.D


class Block(nn.Module):
    def __init__(self, d=4):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.ssm = SelectiveSSM(d, 3)
        self.out = nn.Linear(d, d)

    def forward(self, x):
        return x + self.out(F.silu(self.ssm(self.norm(x)), inplace=True))


def main():
    torch.manual_seed(0)
    net = nn.Sequential(Block(), Block())
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3)
    x = torch.randn(2, 4, 4)
    loss = F.mse_loss(net(x)[:, :-1], x[:, 1:])
    loss.backward()  #: raises
    optimizer.step()


if __name__ == "__main__":
    main()
