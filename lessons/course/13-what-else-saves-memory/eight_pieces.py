import torch
from torch import nn
from torch.utils.checkpoint import checkpoint_sequential

layers = []
for _ in range(8):
    conv = nn.Conv2d(16, 16, 3, padding=1)
    layers += [conv, nn.ReLU()]

x = torch.randn(4, 16, 16, 16)
h = checkpoint_sequential(
    layers, 8, x, use_reentrant=False
)
h.sum().backward()
