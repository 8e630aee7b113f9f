import torch
from torch import nn

layer = nn.Linear(8, 64)
x = torch.randn(32, 8)

h = layer(x)
h.mul_(3)
y = h.relu()
y.sum().backward()
