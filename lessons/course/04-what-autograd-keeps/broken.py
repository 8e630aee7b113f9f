import torch

x = torch.randn(4, requires_grad=True)
y = x.exp()
y += 1
y = y.log()
y.sum().backward()
print(x.grad)
