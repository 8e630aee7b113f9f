#: code IL011
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.func import functional_call


class Learner(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = nn.Linear(2, 12), nn.Linear(12, 1)

    def forward(self, x):
        return self.l2(torch.tanh(self.l1(x)))


def inner_loop(net, lrs, x, y):
    params = dict(net.named_parameters())
    loss = F.mse_loss(functional_call(net, params, x), y)
    grads = torch.autograd.grad(loss, list(params.values()), create_graph=True)
    fast = {}
    for (name, p), g, lr in zip(params.items(), grads, lrs):
        fast[name] = p - lr * g  #: saves
        g.mul_(1.0 / (1e-6 + g.detach().norm()))  #: overwrites
    return fast, torch.stack([g.detach().abs().max() for g in grads])


torch.manual_seed(0)
net = Learner()
lrs = nn.ParameterList(nn.Parameter(torch.tensor(0.01)) for _ in net.parameters())
meta = torch.optim.Adam([*net.parameters(), *lrs], lr=1e-3)
for it in range(2):
    x = torch.rand(10, 2)
    y = torch.sin(x.sum(1, keepdim=True) * 3)
    fast, stats = inner_loop(net, lrs, x[:5], y[:5])
    outer = F.mse_loss(functional_call(net, fast, x[5:]), y[5:])
    meta.zero_grad()
    outer.backward()  #: raises
    meta.step()
