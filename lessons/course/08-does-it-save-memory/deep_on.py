import torch
from torch import nn

depth, inplace = 8, True

layers = []
for _ in range(depth):
    conv = nn.Conv2d(16, 16, 3, padding=1)
    layers += [conv, nn.ReLU(inplace)]
net = nn.Sequential(*layers)

x = torch.randn(4, 16, 16, 16)
net(x).mean().backward()
