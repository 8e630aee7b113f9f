#: code IL010
#: curable
import torch
import torch.nn as nn


class SwishImplementation(torch.autograd.Function):
    @staticmethod
    def forward(ctx, i):
        ctx.save_for_backward(i)
        return i * torch.sigmoid(i)

    @staticmethod
    def backward(ctx, grad_output):
        (i,) = ctx.saved_tensors  #: raises
        s = torch.sigmoid(i)
        return grad_output * (s * (1 + i * (1 - s)))


class MemoryEfficientSwish(nn.Module):
    def forward(self, x):
        return SwishImplementation.apply(x)  #: saves


class MBConv(nn.Module):
    def __init__(self, ch):
        super().__init__()
        self.expand = nn.Conv2d(ch, 2 * ch, 1)
        self.dw = nn.Conv2d(2 * ch, 2 * ch, 3, padding=1, groups=2 * ch)
        self.project = nn.Conv2d(2 * ch, ch, 1)
        self.swish = MemoryEfficientSwish()

    def forward(self, x):
        h = self.expand(x)
        a = self.dw(self.swish(h))
        h += a  #: overwrites
        return x + self.project(h)


torch.manual_seed(0)
net = nn.Sequential(nn.Conv2d(3, 4, 3, stride=2, padding=1), MBConv(4), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2))
opt = torch.optim.RMSprop(net.parameters(), lr=1e-3)
x, y = torch.randn(2, 3, 8, 8), torch.tensor([0, 1])
loss = nn.functional.cross_entropy(net(x), y)
opt.zero_grad()
loss.backward()
opt.step()
