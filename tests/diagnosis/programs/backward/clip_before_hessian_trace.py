#: code IL011
#: curable
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.filterwarnings("ignore", message="Using backward")


class SmallConv(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 3)
        self.fc = nn.Linear(12, 2)

    def forward(self, x):
        return self.fc(F.softplus(self.conv(x)).flatten(1))


def hutchinson(params, probes):
    """z . grad, whose gradient is H z."""
    return sum((p.grad * z).sum() + 1e-3 * p.grad.pow(3).sum() for p, z in zip(params, probes))  #: saves


def train_step(model, optimizer, x, y):
    params = list(model.parameters())
    loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward(create_graph=True)
    probes = [torch.randint(0, 2, p.shape).float().mul_(2).sub_(1) for p in params]
    hz = hutchinson(params, probes)
    nn.utils.clip_grad_norm_(params, 0.1)  #: overwrites
    diag = torch.autograd.grad(hz, params)  #: raises
    for p, d, z in zip(params, diag, probes):
        p.grad = (p.grad / (d * z).abs().clamp(min=1e-2)).detach()
    optimizer.step()


torch.manual_seed(0)
model = SmallConv()
train_step(model, torch.optim.SGD(model.parameters(), lr=0.1), torch.randn(4, 1, 4, 4), torch.tensor([0, 1, 1, 0]))
