import torch

x = torch.randn(4, requires_grad=True)
y = x.exp()
z = y.detach()
z.zero_()
print(y._version, z._version)
y.sum().backward()
