import torch
from torch import nn

conv = nn.Conv2d(1, 2, kernel_size=3, padding=1)
relu = nn.ReLU(inplace=True)

image = torch.randn(1, 1, 2, 2)
z = conv(image)
y = relu(z)
