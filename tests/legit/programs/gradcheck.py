import torch

x = torch.randn(3, 4, dtype=torch.double, requires_grad=True)
w = torch.randn(4, 2, dtype=torch.double, requires_grad=True)
print(torch.autograd.gradcheck(lambda a, b: torch.tanh(a @ b), (x, w)))
print(torch.autograd.gradgradcheck(lambda a: (a**2).sum(), (x,)))
