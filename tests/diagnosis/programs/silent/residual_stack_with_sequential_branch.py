#: code IL209
#: curable
import torch
from torch import nn


def branch(width):
    return nn.Sequential(nn.ELU(inplace=True), nn.Linear(width, width), nn.ELU(inplace=True), nn.Linear(width, width))


class ResMLP(nn.Module):
    def __init__(self, width=6, depth=2):
        super().__init__()
        self.stem = nn.Linear(3, width)
        self.branches = nn.ModuleList(branch(width) for _ in range(depth))
        self.head = nn.Linear(width, 1)

    def forward(self, x):
        h = self.stem(x)
        for f in self.branches:
            shortcut = h  #: saves
            h = f(h)  #: overwrites
            h = shortcut + h
        return self.head(h)


torch.manual_seed(0)
model = ResMLP()
x, y = torch.randn(16, 3), torch.randn(16, 1)
loss = nn.functional.smooth_l1_loss(model(x), y)
loss.backward()
print(loss.item(), model.stem.weight.grad)
