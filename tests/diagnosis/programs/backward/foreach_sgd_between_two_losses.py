#: code IL013
#: also IL006
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class ForeachSGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    @torch.no_grad()
    def step(self):
        grads = [p.grad for p in self.params]
        torch._foreach_add_(self.params, grads, alpha=-self.lr)  #: overwrites

    def zero_grad(self):
        for p in self.params:
            p.grad = None


class Probe(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(5, 8)
        self.a, self.b = nn.Linear(8, 2), nn.Linear(8, 3)
        self.mix = nn.Linear(8, 8)

    def forward(self, x):
        h = torch.tanh(self.body(x))
        h = torch.tanh(self.mix(h))  #: saves
        return self.a(h), self.b(h)


def main():
    torch.manual_seed(0)
    net = Probe()
    opt_a = ForeachSGD([*net.body.parameters(), *net.mix.parameters(), *net.a.parameters()], 0.1)
    opt_b = ForeachSGD(net.b.parameters(), 0.1)
    for _ in range(2):
        ya, yb = net(torch.randn(4, 5))
        loss_a, loss_b = F.cross_entropy(ya, torch.tensor([0, 1, 1, 0])), F.cross_entropy(yb, torch.tensor([2, 1, 0, 2]))
        opt_a.zero_grad()
        opt_b.zero_grad()
        loss_a.backward(retain_graph=True)
        opt_a.step()
        loss_b.backward()  #: raises
        opt_b.step()


main()
