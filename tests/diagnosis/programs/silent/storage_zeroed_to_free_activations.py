#: code IL203
#: curable
import torch
import torch.nn as nn


class Frugal(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))

    def forward(self, x):
        for layer in self.layers:
            h = torch.exp(-layer(x).pow(2))  #: saves
            y = h * 2
            h.untyped_storage().fill_(0)  #: overwrites
            x = y
        return x


torch.manual_seed(0)
net = Frugal(4, 2)
loss = net(torch.randn(3, 4)).sum()
loss.backward()
print(loss.item(), net.layers[1].weight.grad)
