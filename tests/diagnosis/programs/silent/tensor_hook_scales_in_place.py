#: code IL208
#: curable
import torch
import torch.nn as nn


class TwoBranch(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.trunk = nn.Linear(dim, dim)
        self.side = nn.Linear(dim, dim)

    def forward(self, x):
        main, side = self.trunk(x), self.side(x)
        # learn the side branch ten times slower
        side.register_hook(lambda grad: grad.mul_(0.1))  #: overwrites
        return side + main


torch.manual_seed(0)
net = TwoBranch(3)
net(torch.randn(4, 3)).pow(2).sum().backward()
print(net.trunk.weight.grad, net.side.weight.grad)
