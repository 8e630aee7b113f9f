import torch


@torch.compile(backend="eager")
def f(x):
    y = torch.relu(x * 1)
    return y * 2


x = torch.randn(4, requires_grad=True)
f(x).sum().backward()
print(x.grad)
