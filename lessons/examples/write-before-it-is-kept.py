import torch

x = torch.tensor([-1., 0., 1., 2.], requires_grad=True)
y = x * 3
y.add_(1)
z = y.sigmoid()
z.sum().backward()
print(x.grad)
