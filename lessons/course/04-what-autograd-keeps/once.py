import torch

x = torch.randn(4, requires_grad=True)
w = torch.randn(4, requires_grad=True)
y = x.tanh()
z = y * w
z.sum().backward()
