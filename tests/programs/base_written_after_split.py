import torch

x = torch.randn(4, 2, requires_grad=True) * 1
a, b = x.split(2)
x.mul_(2)
print("written")
print(a.grad_fn)
