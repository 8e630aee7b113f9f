import torch
from torch.nn.utils import parametrizations, parametrize


class Symmetric(torch.nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).transpose(-1, -2)


torch.manual_seed(0)
layer = torch.nn.Linear(3, 3)
parametrize.register_parametrization(layer, "weight", Symmetric())
print(torch.equal(layer.weight, layer.weight.T))
normed = parametrizations.weight_norm(torch.nn.Linear(2, 2))
normed(torch.ones(1, 2)).sum().backward()
print(sorted(name for name, _ in normed.named_parameters()))
