import torch

x = torch.randn(4, requires_grad=True)
y = x.sigmoid()
y.data.mul_(2)
y.sum().backward()
print(x.grad, y._version, y.data._version)
