import torch

x = torch.randn(4, 2, requires_grad=True) * 1
a, b = x.split(2)
print(a.shape)
a.add_(1)
