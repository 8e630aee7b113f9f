#: code IL108
#: curable
import torch
import torch.nn as nn


class InplaceClamp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, limit):
        mask = x.abs() <= limit
        x.clamp_(-limit, limit)  #: overwrites
        ctx.mark_dirty(x)
        ctx.save_for_backward(mask)
        return x * 1.0

    @staticmethod
    def backward(ctx, grad):
        (mask,) = ctx.saved_tensors
        return grad * mask, None


class Quantizer(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return InplaceClamp.apply(self.fc(x), 0.5)  #: raises


torch.manual_seed(0)
q = Quantizer()
q(torch.randn(3, 4)).sum().backward()
print(q.fc.weight.grad)
