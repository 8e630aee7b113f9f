#: code IL001
#: curable
import torch
import torch.nn as nn


class Coupling(nn.Module):
    def __init__(self, dim, hidden, flip):
        super().__init__()
        self.flip = flip
        self.s = nn.Sequential(nn.Linear(dim // 2, hidden), nn.ReLU(inplace=True), nn.Linear(hidden, dim // 2))
        self.t = nn.Sequential(nn.Linear(dim // 2, hidden), nn.ReLU(inplace=True), nn.Linear(hidden, dim // 2))
        self.log_scale = nn.Parameter(torch.zeros(dim // 2))

    def forward(self, x):
        a, b = x[:, ::2], x[:, 1::2]
        if self.flip:
            a, b = b, a
        s = self.s(a).tanh_()  #: saves
        s *= self.log_scale.exp()  #: overwrites
        y = b * s.exp() + self.t(a)
        out = torch.cat([y, a] if self.flip else [a, y], dim=1)
        return out, s.sum(1)


class RealNVP(nn.Module):
    def __init__(self, dim=4, n=3):
        super().__init__()
        self.layers = nn.ModuleList(Coupling(dim, 8, bool(i % 2)) for i in range(n))

    def log_prob(self, x):
        logdet = torch.zeros(len(x))
        for layer in self.layers:
            x, ld = layer(x)
            logdet += ld
        return -0.5 * (x ** 2).sum(1) + logdet


def fit():
    torch.manual_seed(0)
    flow = RealNVP()
    optimizer = torch.optim.Adam(flow.parameters(), lr=1e-3)
    for it in range(3):
        batch = torch.randn(16, 4)
        nll = -flow.log_prob(batch).mean()
        optimizer.zero_grad()
        nll.backward()  #: raises
        optimizer.step()


fit()
