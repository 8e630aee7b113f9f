#: code IL002
#: curable
import torch
import torch.nn as nn


class Prefetcher:
    """Hands out the same staging tensor again and again, as a pinned buffer would be."""

    def __init__(self, data, size):
        self.data, self.size = data, size
        self.staging = torch.empty(size, data.size(1))

    def __iter__(self):
        for i in range(0, len(self.data), self.size):
            self.staging.copy_(self.data[i:i + self.size])  #: overwrites
            yield self.staging


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.inp = nn.Linear(6, 10)
        self.hid = nn.Linear(10, 10)
        self.out = nn.Linear(10, 1)

    def forward(self, x):
        x = torch.relu_(self.inp(x))  #: saves
        x = torch.relu_(self.hid(x))
        return self.out(x)


def train(accumulate=2):
    torch.manual_seed(0)
    net = Net()
    opt = torch.optim.SGD(net.parameters(), lr=0.01)
    total, seen = 0.0, 0
    for x in Prefetcher(torch.randn(8, 6), 2):
        total = total + net(x).pow(2).mean()
        seen += 1
        if seen % accumulate == 0:
            opt.zero_grad()
            total.backward()  #: raises
            opt.step()
            total = 0.0


train()
