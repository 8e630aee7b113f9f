import torch

x = torch.arange(4.0, requires_grad=True)
y = x.sigmoid()
y.data.mul_(2)
y.sum().backward()
print(x.grad)
