import torch
from torch import nn

conv1 = nn.Conv2d(16, 16, 3, padding=1)
conv2 = nn.Conv2d(16, 16, 3, padding=1)
norm1 = nn.BatchNorm2d(16)
norm2 = nn.BatchNorm2d(16)
relu = nn.ReLU(inplace=True)


def block(x):
    out = relu(norm1(conv1(x)))
    out = norm2(conv2(out))
    out += x
    return relu(out)


x = torch.randn(4, 16, 16, 16)
block(x).mean().backward()
