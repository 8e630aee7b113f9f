#: code IL207
#: curable
import torch
import torch.nn as nn


class FastSigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.y = torch.sigmoid(x)  #: saves
        return ctx.y

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.y * (1 - ctx.y)


class Gated(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.gate, self.value = nn.Linear(dim, dim), nn.Linear(dim, dim)

    def forward(self, x):
        out = FastSigmoid.apply(self.gate(x)).view(x.shape)
        with torch.no_grad():
            out.clamp_(0.4, 0.6)  #: overwrites
        return out * self.value(x)


torch.manual_seed(0)
net = Gated(3)
net(torch.randn(4, 3)).sum().backward()
print(net.gate.weight.grad)
