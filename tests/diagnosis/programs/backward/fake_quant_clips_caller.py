#: code IL010
#: curable
import torch
import torch.nn as nn


class LSQ(torch.autograd.Function):
    """Learned step size quantisation."""

    @staticmethod
    def forward(ctx, x, step, qn, qp):
        ctx.save_for_backward(x, step)
        ctx.range = qn, qp
        return (x / step).round().clamp(qn, qp) * step

    @staticmethod
    def backward(ctx, g):
        x, step = ctx.saved_tensors  #: raises
        qn, qp = ctx.range
        v = x / step
        inside = ((v >= qn) & (v <= qp)).float()
        ds = (inside * (v.round() - v) + (v < qn).float() * qn + (v > qp).float() * qp) * g
        return g * inside, ds.sum().reshape(1), None, None


class QuantLinear(nn.Module):
    def __init__(self, i, o, bits=4):
        super().__init__()
        self.fc = nn.Linear(i, o)
        self.step = nn.Parameter(torch.tensor([0.1]))
        self.qp = 2 ** (bits - 1) - 1

    def forward(self, x):
        xq = LSQ.apply(x, self.step, -self.qp - 1, self.qp)  #: saves
        return self.fc(xq)


class QNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(5, 8)
        self.q1, self.q2 = QuantLinear(8, 8), QuantLinear(8, 2)

    def forward(self, x):
        h = self.first(x)
        main = self.q1(h)
        h.clamp_(-1, 1)  #: overwrites
        return self.q2(torch.relu(main) + h.detach())


def main():
    torch.manual_seed(0)
    net = QNet()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    for _ in range(2):
        loss = nn.functional.cross_entropy(net(torch.randn(4, 5)), torch.tensor([0, 1, 0, 1]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


main()
