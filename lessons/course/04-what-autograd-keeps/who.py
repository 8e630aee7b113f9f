import torch
from torch import nn

conv = nn.Conv2d(1, 2, kernel_size=3, padding=1)
linear = nn.Linear(8, 4)
scale = torch.ones(4, requires_grad=True)

image = torch.randn(1, 1, 2, 2)
a = conv(image)
b = a.relu()
c = b.view(1, 8)
d = linear(c)
e = d.sigmoid()
f = e * scale
g = f + 1
g.sum().backward()
