import torch
from torch import nn

conv = nn.Conv2d(64, 192, kernel_size=3, stride=1, padding=1)
image = torch.randn(2, 64, 8, 8)
y = nn.functional.relu(conv(image), ____)
y.sum().backward()
