import torch

x = torch.arange(4.0, requires_grad=True)
y = x.sigmoid()
y = y * 2
y.sum().backward()
print(x.grad)
