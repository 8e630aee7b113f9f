#: code IL006
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class SineNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2, self.l3 = nn.Linear(1, 16), nn.Linear(16, 16), nn.Linear(16, 1)

    def forward(self, x):
        x = torch.tanh(self.l1(x))
        x = torch.tanh(self.l2(x))
        return self.l3(x)  #: saves


def task():
    phase, amp = torch.rand(1) * 3, torch.rand(1) * 4 + 0.5
    x = torch.rand(10, 1) * 6 - 3
    y = amp * torch.sin(x + phase)
    return (x[:5], y[:5]), (x[5:], y[5:])


def adapt(net, support, lr=0.01):
    """One inner step; the weights are changed where they are."""
    x, y = support
    loss = F.mse_loss(net(x), y)
    grads = torch.autograd.grad(loss, list(net.parameters()), create_graph=True)
    with torch.no_grad():
        for p, g in zip(net.parameters(), grads):
            p.sub_(lr * g)  #: overwrites
    return loss


def main():
    torch.manual_seed(0)
    net = SineNet()
    meta = torch.optim.Adam(net.parameters(), lr=1e-3)
    for it in range(2):
        meta_loss = 0.0
        start = [p.detach().clone() for p in net.parameters()]
        support, query = task()
        inner = adapt(net, support)
        meta_loss = F.mse_loss(net(query[0]), query[1]) + 0.1 * inner
        meta.zero_grad()
        meta_loss.backward()  #: raises
        with torch.no_grad():
            for p, s in zip(net.parameters(), start):
                p.copy_(s)
        meta.step()


main()
