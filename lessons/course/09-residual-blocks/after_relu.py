import torch
from torch import nn

conv = nn.Conv2d(16, 16, 3, padding=1)
norm = nn.BatchNorm2d(16)
relu = nn.ReLU(inplace=True)

x = torch.randn(4, 16, 16, 16)
out = relu(norm(conv(x)))
out += x
out.mean().backward()
