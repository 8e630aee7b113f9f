import torch
from torch import nn

layer = nn.Linear(8, 64)
x = torch.randn(32, 8)

h = layer(x)
y = h.relu()
y.mul_(3)
y.sum().backward()
