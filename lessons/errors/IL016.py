import torch
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(3, 4)
flipped = nn.LeakyReLU(-0.2, inplace=True)

y = flipped(layer(torch.randn(2, 3)))  #: saves, overwrites
y.sum().backward()  #: raises
