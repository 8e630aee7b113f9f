#: code IL226
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


def task_gradient(model, loss):
    model.zero_grad(set_to_none=False)  #: overwrites
    loss.backward()
    return [p.grad for p in model.parameters()]  #: saves


def conflict(a, b):
    dot = sum((x * y).sum() for x, y in zip(a, b))
    norm = sum(x.pow(2).sum() for x in a).sqrt() * sum(y.pow(2).sum() for y in b).sqrt()
    return (dot / norm.clamp(min=1e-12)).item()


torch.manual_seed(0)
trunk = nn.Linear(5, 3)
x = torch.randn(8, 5)
classify = task_gradient(trunk, F.cross_entropy(trunk(x), torch.randint(0, 3, (8,))))
sparsity = task_gradient(trunk, trunk(x).abs().mean())
print("cosine of the two tasks", conflict(classify, sparsity))
