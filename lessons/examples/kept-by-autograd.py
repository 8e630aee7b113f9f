import torch

x = torch.randn(4, requires_grad=True)
a = x.exp()
b = a * 3
c = b.sigmoid()
d = c + 1
d.sum().backward()
