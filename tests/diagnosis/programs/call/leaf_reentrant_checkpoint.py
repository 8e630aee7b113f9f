#: code IL101
#: also IL012
#: curable
import torch
import torch.nn as nn
from torch.utils.checkpoint import checkpoint


class Stage(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.act = nn.ReLU(inplace=True)
        self.conv = nn.Conv1d(width, width, 3, padding=1)

    def forward(self, x):
        x = self.act(x)  #: overwrites, raises
        return self.conv(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv1d(1, 4, 3, padding=1)
        self.stages = nn.ModuleList([Stage(4), Stage(4)])

    def forward(self, x):
        x = self.stem(x)
        for stage in self.stages:
            x = checkpoint(stage, x, use_reentrant=True)
        return x.mean()


torch.manual_seed(0)
net = Net()
loss = net(torch.randn(2, 1, 10))
loss.backward()
print(loss.item())
