import torch

x = torch.linspace(-1.0, 1.0, 4, requires_grad=True)
y = x.sigmoid()
y = y.mul(2)
y.sum().backward()
