#: code IL119
#: curable
import torch
import torch.nn as nn


class ScaledLinear(nn.Module):
    def __init__(self, fin, fout):
        super().__init__()
        self.raw = nn.Parameter(torch.randn(fout, fin))
        self.gain = nn.Parameter(torch.ones(fout, 1))
        self.weight = self.gain * self.raw  #: made

    def forward(self, x):
        return x @ self.weight.t()


def freeze(module):
    for name in ("weight", "bias"):
        value = getattr(module, name, None)
        if value is not None:
            value.requires_grad = False  #: raises


torch.manual_seed(0)
model = nn.Sequential(ScaledLinear(3, 4), nn.ReLU(inplace=True), nn.Linear(4, 1))
freeze(model[0])
model(torch.randn(2, 3)).sum().backward()
print([p.grad is None for p in model.parameters()])
