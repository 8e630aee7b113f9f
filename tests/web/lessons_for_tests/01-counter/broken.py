import torch

x = torch.linspace(-1.0, 1.0, 4, requires_grad=True)
y = x.sigmoid()
y.mul_(2)
y.sum().backward()
