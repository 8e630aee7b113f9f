import sys

import torch


def block(x, w):
    h = x * w
    h = torch.relu(h)
    h = h + 1
    return h


def with_locals(x):
    y = x + 1
    names = dict(locals(), **sys._getframe().f_locals)
    z = y * 2
    return sorted(names), z


w = torch.randn(1000, requires_grad=True)
a = block(torch.ones(1000), w)
print(with_locals(torch.ones(2)))
a.sum().backward()
