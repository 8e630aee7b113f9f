#: code IL014
#: curable
import torch
import torch.nn as nn


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(2, 8)
        self.head = nn.Linear(8, 2)

    def forward(self, chunk, h):
        out = []
        for x in chunk:
            h = self.cell(x, h)
            out.append(self.head(h))  #: saves
        return torch.stack(out), h


def train(net, opt, series, chunk=3):
    h = torch.zeros(1, 8)
    for i in range(0, len(series) - chunk, chunk):
        pred, h = net(series[i:i + chunk], h)
        loss = (pred - series[i + 1:i + chunk + 1]).pow(2).mean()
        h.detach_()  #: overwrites
        opt.zero_grad()
        loss.backward()  #: raises
        opt.step()


torch.manual_seed(0)
net = Forecaster()
series = torch.cumsum(torch.randn(8, 1, 2) * 0.1, 0)
train(net, torch.optim.Adam(net.parameters(), lr=1e-2), series)
