import torch

x = torch.tensor([-1., 0., 1., 2.], requires_grad=True)
y = x.sigmoid()
y = y * 2
y.sum().backward()
print(x.grad)
