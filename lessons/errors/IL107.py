import torch
from torch import nn

torch.manual_seed(0)
conv, activation = nn.Conv2d(1, 2, 3), nn.ReLU(inplace=True)
seen = []
conv.register_full_backward_hook(lambda module, before, after: seen.append(after))

h = conv(torch.randn(1, 1, 5, 5))  #: made
h = activation(h)  #: overwrites, raises
h.sum().backward()
