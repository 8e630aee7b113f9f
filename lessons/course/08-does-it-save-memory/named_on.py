import torch
import torch.nn.functional as F
from torch import nn

inplace = True
conv1 = nn.Conv2d(16, 16, 3, padding=1)
conv2 = nn.Conv2d(16, 16, 3, padding=1)
conv3 = nn.Conv2d(16, 16, 3, padding=1)
x = torch.randn(4, 16, 16, 16)

h1 = conv1(x)
y1 = F.relu(h1, inplace)
h2 = conv2(y1)
y2 = F.relu(h2, inplace)
h3 = conv3(y2)
y3 = F.relu(h3, inplace)
y3.mean().backward()
