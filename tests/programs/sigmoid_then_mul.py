import torch

x = torch.randn(3, 4, requires_grad=True)
y = x.sigmoid()
y.mul_(2)
y.sum().backward()
