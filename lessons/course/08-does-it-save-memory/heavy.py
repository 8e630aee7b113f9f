import torch
import torch.nn.functional as F
from torch import nn

conv1 = nn.Conv2d(16, 16, 3, padding=1)
conv2 = nn.Conv2d(16, 16, 3, padding=1)
conv3 = nn.Conv2d(16, 16, 3, padding=1)


def forward(x):
    h1 = conv1(x)
    y1 = F.leaky_relu(h1, 0.1)
    h2 = conv2(y1)
    y2 = F.relu(h2)
    h3 = conv3(y2)
    return F.relu6(h3, inplace=True)


x = torch.randn(4, 16, 16, 16)
y = forward(x)
y.mean().backward()
