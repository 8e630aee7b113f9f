import torch

x = torch.arange(4.0, requires_grad=True)
y = x.sigmoid().clone()
y.mul_(2)
y.sum().backward()
print(x.grad)
