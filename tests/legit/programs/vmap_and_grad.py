import torch
from torch.func import grad, jacrev, vmap


def loss(weight, x, y):
    return ((weight @ x - y) ** 2).sum()


weight = torch.arange(6.0).reshape(2, 3)
xs, ys = torch.ones(4, 3), torch.zeros(4, 2)
each = vmap(grad(loss), in_dims=(None, 0, 0))(weight, xs, ys)
print(each.shape, each[0])
print(jacrev(torch.sin)(torch.zeros(2)))
