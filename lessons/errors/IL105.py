import torch
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(4, 4)
h = layer(torch.randn(2, 4))

with torch.no_grad():
    first = h[:, 0]  #: made
first *= 2  #: overwrites, raises
h.sum().backward()
