import torch
from torch import nn


class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        x.mul_(2)  #: overwrites
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        return grad * 2


torch.manual_seed(0)
layer = nn.Linear(3, 3)
h = layer(torch.randn(2, 3))
out = Double.apply(h) + h.exp()
out.sum().backward()
print(layer.bias.grad)
