import torch
from torch import nn

conv = nn.Conv2d(64, 192, kernel_size=3, stride=1, padding=1)
relu = nn.ReLU(inplace=False)

image = torch.randn(8, 64, 32, 32)
y = relu(conv(image))
y.sum().backward()
