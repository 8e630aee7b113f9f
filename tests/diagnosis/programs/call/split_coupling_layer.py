#: code IL103
#: curable
import torch
import torch.nn as nn


class AffineCoupling(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.half = dim // 2
        self.net = nn.Sequential(nn.Linear(self.half, 16), nn.ReLU(inplace=True), nn.Linear(16, dim))

    def forward(self, x):
        xa, xb = torch.split(x, self.half, dim=1)  #: made
        log_s, t = self.net(xa).chunk(2, dim=1)
        xb *= torch.exp(torch.tanh(log_s))  #: overwrites, raises
        xb += t
        return torch.cat([xb, xa], dim=1), torch.tanh(log_s).sum(1)


class Flow(nn.Module):
    def __init__(self, dim=4, depth=3):
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(dim))
        self.layers = nn.ModuleList(AffineCoupling(dim) for _ in range(depth))

    def forward(self, x):
        logdet = torch.zeros(x.shape[0])
        x = x + self.shift
        for layer in self.layers:
            x, ld = layer(x)
            logdet = logdet + ld
        return x, logdet


torch.manual_seed(0)
flow = Flow()
z, logdet = flow(torch.randn(8, 4))
loss = (0.5 * z.pow(2).sum(1) - logdet).mean()
loss.backward()
print(loss.item())
