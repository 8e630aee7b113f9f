#: code IL010
#: curable
import torch
import torch.nn as nn


class ScaledMatmul(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w, scale):
        ctx.save_for_backward(x, w)
        ctx.scale = scale
        return x @ w.t() * scale

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors  #: raises
        x.mul_(ctx.scale)  #: overwrites
        gx = g @ w * ctx.scale
        gw = g.t() @ x
        return gx, gw, None


class EqualLinear(nn.Module):
    """StyleGAN's linear layer with equalised learning rate."""

    def __init__(self, i, o):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i))
        self.scale = i ** -0.5

    def forward(self, x):
        return ScaledMatmul.apply(x, self.weight, self.scale)  #: saves


def main():
    torch.manual_seed(0)
    mapping = nn.Sequential(EqualLinear(4, 6), nn.LeakyReLU(0.2), EqualLinear(6, 3))
    z = torch.randn(5, 4)
    w = mapping(z)
    content = w.pow(2).mean()
    path = (w.sum(1) - 1).abs().mean()
    content.backward(retain_graph=True)
    path.backward()
    print(sum(p.grad.norm() for p in mapping.parameters()))


main()
