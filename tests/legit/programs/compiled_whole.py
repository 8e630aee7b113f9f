import torch


@torch.compile(backend="eager", fullgraph=True)
def loss(x):
    return torch.relu(x * 2).sum()


def either(x):
    return torch.cond(x.sum() > 0, lambda x: x.sin(), lambda x: x.cos(), (x,))


x = torch.linspace(-1, 1, 3, requires_grad=True)
loss(x).backward()
print(x.grad)
print(torch.compile(either, backend="eager", fullgraph=True)(torch.ones(3)))
