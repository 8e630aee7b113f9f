#: code IL116
#: curable
import torch
from torch.func import grad

torch.manual_seed(0)
history = torch.zeros(4)  #: made


def loss(weights, x, y):
    residual = x @ weights - y
    history.add_(residual)  #: overwrites, raises
    return residual.pow(2)


def per_sample_gradients(weights, xs, ys):
    return [grad(loss)(weights, x, y) for x, y in zip(xs, ys)]


grads = per_sample_gradients(torch.randn(3), torch.randn(4, 3), torch.randn(4))
print(torch.stack(grads).norm(dim=1), history)
