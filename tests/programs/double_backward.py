import torch

x = torch.randn(3, requires_grad=True)
y = (x**3).sum()
(g,) = torch.autograd.grad(y, x, create_graph=True)
g.sum().backward()
print(x.grad, 6 * x)
