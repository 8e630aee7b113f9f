import torch
from torch import nn

relu = nn.ReLU(inplace=True)

x = torch.arange(4.0, requires_grad=True)
h = x - 1
y = relu(h)
z = relu(y)
z.sum().backward()
print(x.grad)
