import torch
from torch import nn

relu = nn.ReLU(inplace=False)
fc = nn.Linear(2, 2, bias=False)
nn.init.eye_(fc.weight)


def block(h):
    skip = h
    out = fc(relu(h))
    return out + skip


x = torch.tensor([-1.0, 2.0])
x.requires_grad_()
y = block(2 * x)
y.sum().backward()
print(y.tolist())
print(x.grad.tolist())
