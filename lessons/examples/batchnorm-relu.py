import torch
from torch import nn

norm = nn.BatchNorm2d(2)
relu = nn.ReLU(inplace=True)

x = torch.randn(2, 2, 2, 2, requires_grad=True)
y = relu(norm(x))
y.square().sum().backward()
print(x.grad.shape)
