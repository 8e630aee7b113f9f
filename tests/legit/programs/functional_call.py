import torch
from torch.func import functional_call, grad

model = torch.nn.Linear(2, 1)
weights = {"weight": torch.tensor([[1.0, 2.0]]), "bias": torch.tensor([0.5])}
x = torch.tensor([[3.0, 4.0]])
print(functional_call(model, weights, (x,)))
print(grad(lambda w: functional_call(model, w, (x,)).sum())(weights))
