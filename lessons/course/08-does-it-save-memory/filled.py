import torch
import torch.nn.functional as F
from torch import nn

conv1 = nn.Conv2d(16, 16, 3, padding=1)
conv2 = nn.Conv2d(16, 16, 3, padding=1)
x = torch.randn(4, 16, 16, 16)

h = conv1(x)
h = F.leaky_relu(h, 0.1, inplace=True)
h = conv2(h)
y = F.leaky_relu(h, 0.1, inplace=True)
y.mean().backward()
