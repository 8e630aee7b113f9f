import torch
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(4, 8)
x = torch.randn(2, 4)

value, gate = layer(x).chunk(2, dim=1)  #: made
value *= torch.sigmoid(gate)  #: overwrites, raises
value.sum().backward()
