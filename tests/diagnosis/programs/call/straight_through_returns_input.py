#: code IL107
#: curable
import torch
from torch import nn


class ClipGradient(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, bound):
        ctx.bound = bound
        return x

    @staticmethod
    def backward(ctx, grad):
        return grad.clamp(-ctx.bound, ctx.bound), None


torch.manual_seed(0)
cell = nn.Linear(4, 4)
h = cell(torch.randn(2, 4))
for _ in range(3):
    h = ClipGradient.apply(h, 0.1)  #: made
    h += cell(h).tanh()  #: overwrites, raises
h.sum().backward()
print(cell.weight.grad.norm())
