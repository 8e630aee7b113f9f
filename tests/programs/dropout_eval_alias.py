import torch
from torch import nn

x = torch.ones(4)
y = nn.Dropout().eval()(x)
y.add_(1)
z = nn.Dropout(0.5)(torch.ones(8, requires_grad=True))
z.sum().backward()
print(x, y is x, z)
