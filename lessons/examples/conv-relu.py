import torch
from torch import nn

conv = nn.Conv2d(64, 192, kernel_size=3, stride=1, padding=1)
relu = nn.ReLU(inplace=False)

image = torch.randn(1, 64, 4, 4)
z = conv(image)
y = relu(z)
print("one storage:", y.data_ptr() == z.data_ptr())
y.mean().backward()
