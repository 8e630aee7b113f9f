#: code IL207
#: curable
import torch
import torch.nn as nn


class HardSwishInplace(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        gate = ((x + 3) / 6).clamp(0, 1)
        ctx.save_for_backward(gate)
        x.mul_(gate)  #: overwrites
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        (gate,) = ctx.saved_tensors
        return grad * gate


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        h = self.fc(x)
        return HardSwishInplace.apply(h) + h.pow(2)


torch.manual_seed(0)
block = Block()
block(torch.randn(2, 3)).sum().backward()
print(block.fc.weight.grad)
