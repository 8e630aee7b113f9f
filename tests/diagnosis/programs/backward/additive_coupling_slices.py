#: code IL003
#: curable
import torch
import torch.nn as nn


class AdditiveCoupling(nn.Module):
    """NICE: the second half is moved by a function of the first half."""

    def __init__(self, dim, hidden):
        super().__init__()
        self.half = dim // 2
        self.net = nn.Sequential(nn.Linear(self.half, hidden), nn.ReLU(inplace=True), nn.Linear(hidden, self.half))

    def forward(self, x):
        x[:, self.half:] += self.net(x[:, :self.half])  #: saves, overwrites
        return x.flip(1)


class NICE(nn.Module):
    def __init__(self, dim=6):
        super().__init__()
        self.inp = nn.Linear(dim, dim)
        self.layers = nn.ModuleList(AdditiveCoupling(dim, 10) for _ in range(3))
        self.scale = nn.Parameter(torch.zeros(dim))

    def forward(self, x):
        h = self.inp(x)
        for layer in self.layers:
            h = layer(h)
        return h * self.scale.exp()


torch.manual_seed(0)
flow = NICE()
opt = torch.optim.Adam(flow.parameters(), lr=1e-3)
for _ in range(2):
    z = flow(torch.randn(8, 6))
    nll = 0.5 * z.pow(2).sum(1).mean() - flow.scale.sum()
    opt.zero_grad()
    nll.backward()  #: raises
    opt.step()
