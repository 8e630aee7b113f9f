import torch

x = torch.arange(4.0, requires_grad=True)
y = x * 3
z = y.square()
y.add_(1)
z.sum().backward()
