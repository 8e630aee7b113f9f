import torch

seen = []
x = torch.randn(3, requires_grad=True)
y = x * 2
y.register_hook(lambda grad: seen.append(grad.clone()))
z = y.exp()
z.sum().backward()
print(seen, x.grad)
