import torch

x = torch.randn(4, requires_grad=True)
y = x.sin()
y += 1
y.sum().backward()
