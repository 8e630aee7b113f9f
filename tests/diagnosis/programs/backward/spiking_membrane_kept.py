#: code IL007
#: curable
import torch
import torch.nn as nn


class ATan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0).to(x)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g / (1 + (3.14 * x) ** 2)


class IF(nn.Module):
    def __init__(self, threshold=1.0):
        super().__init__()
        self.threshold, self.v = threshold, None

    def forward(self, current):
        if self.v is None:
            self.v = torch.zeros_like(current)
        self.v = 0.9 * self.v + current
        spike = ATan.apply(self.v - self.threshold)
        self.v = self.v - self.threshold * spike
        return spike


class SpikingNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.if1 = nn.Linear(6, 10), IF()
        self.fc2, self.if2 = nn.Linear(10, 3), IF()

    def forward(self, x, T=3):
        rate = 0
        for _ in range(T):
            s = self.if1(self.fc1(x))
            rate = rate + self.if2(self.fc2(s))  #: saves
        return rate / T


def main():
    torch.manual_seed(0)
    net = SpikingNet()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    for i in range(2):
        x = torch.rand(4, 6) * 3
        y = nn.functional.one_hot(torch.randint(0, 3, (4,)), 3).float()
        loss = nn.functional.mse_loss(net(x), y)
        optimizer.zero_grad()
        loss.backward(retain_graph=True)  #: raises
        optimizer.step()  #: overwrites
        # missing: resetting the membranes


main()
