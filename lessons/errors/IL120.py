import torch
from torch import nn

torch.manual_seed(0)
cell = nn.RNNCell(2, 3)
h = torch.zeros(1, 3)

for x in torch.randn(3, 1, 2):
    h = cell(x, h)  #: saves
    h.sum().backward()  #: raises, made
