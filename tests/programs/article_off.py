import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(4, 6, kernel_size=3, stride=1, padding=1), nn.ReLU())
x = torch.randn(2, 4, 8, 8)
y = net(x)
y.sum().backward()
print(y._version, y.grad_fn.name())
