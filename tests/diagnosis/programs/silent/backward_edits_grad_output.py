#: code IL208
#: curable
import torch
import torch.nn as nn


class GradScale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.scale = scale
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        grad *= ctx.scale  #: overwrites
        return grad, None


class DomainNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features, self.residual = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        residual = self.residual(x)
        return GradScale.apply(self.features(x), -0.3) + residual


def main():
    torch.manual_seed(0)
    net = DomainNet()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loss = net(torch.randn(5, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(net.residual.weight.grad, net.features.weight.grad)


main()
