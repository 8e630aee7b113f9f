#: nothing
import torch
import torch.nn as nn
from torch.utils.checkpoint import checkpoint, checkpoint_sequential


def stage(width):
    return nn.Sequential(nn.Linear(width, width), nn.LayerNorm(width), nn.ReLU(inplace=True), nn.Linear(width, width))


class Net(nn.Module):
    def __init__(self, width=6):
        super().__init__()
        self.stem = nn.Linear(3, width)
        self.stages = nn.ModuleList([stage(width), stage(width)])
        self.tail = nn.Sequential(stage(width), nn.Linear(width, 1))

    def forward(self, x):
        x = self.stem(x)
        for s in self.stages:
            x = x + checkpoint(s, x, use_reentrant=False)
        return checkpoint_sequential(self.tail, 2, x, use_reentrant=False)


torch.manual_seed(0)
net = Net()
loss = net(torch.randn(4, 3)).pow(2).mean()
loss.backward()
print(loss.item(), net.stem.weight.grad.norm().item())
