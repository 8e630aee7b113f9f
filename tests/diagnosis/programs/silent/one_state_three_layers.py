#: code IL216
#: curable
import torch
import torch.nn as nn


class StackedLeaky(nn.Module):
    def __init__(self, dim, layers=3):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(dim, dim) for _ in range(layers))
        self.state = [torch.zeros(dim)] * layers  #: saves

    @torch.no_grad()
    def forward(self, x):
        for i, layer in enumerate(self.layers):
            self.state[i].mul_(0.9).add_(layer(x).tanh())  #: overwrites
            x = self.state[i]
        return x


torch.manual_seed(0)
net = StackedLeaky(3)
for x in torch.randn(4, 3):
    out = net(x)
print(out, [s.sum().item() for s in net.state])
