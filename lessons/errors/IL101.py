import torch
from torch import nn

x = torch.randn(2, 3, requires_grad=True)  #: made
net = nn.Sequential(nn.ReLU(inplace=True), nn.Linear(3, 1))

for module in net:
    x = module(x)  #: overwrites, raises
x.sum().backward()
