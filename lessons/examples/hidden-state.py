import torch
from torch import nn

cell = nn.RNNCell(2, 2)
hidden = torch.zeros(1, 2)
for step in range(3):
    hidden = cell(torch.ones(1, 2), hidden)
    hidden.sum().backward()
