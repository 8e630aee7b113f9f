import torch
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(4, 6)
qkv = layer(torch.randn(2, 4))

q, k, v = qkv.chunk(3, dim=1)  #: made
qkv *= 0.5  #: overwrites
scores = q @ k.T  #: raises
(scores @ v).sum().backward()
