import torch
from torch.nn.utils import parametrizations, prune

torch.manual_seed(0)
layer = parametrizations.spectral_norm(torch.nn.Linear(4, 4), n_power_iterations=20)
print(round(torch.linalg.matrix_norm(layer.weight, 2).item(), 1))
pruned = prune.l1_unstructured(torch.nn.Linear(4, 4), "weight", amount=0.5)
print(int((pruned.weight == 0).sum()))
