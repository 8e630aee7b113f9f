#: nothing
import torch
import torch.nn as nn


def project(gradients):
    merged = []
    for a, b in zip(*gradients):
        dot = (a * b).sum()
        merged.append(a + b - (dot / b.norm().square().clamp(min=1e-9) * b if dot < 0 else 0))
    return merged


torch.manual_seed(0)
trunk = nn.Linear(5, 3)
optimizer = torch.optim.SGD(trunk.parameters(), lr=0.1)

for set_to_none in (True, False, False, True):
    x = torch.randn(8, 5)
    gradients = []
    for loss in (nn.functional.cross_entropy(trunk(x), torch.randint(0, 3, (8,))), trunk(x).abs().mean()):
        optimizer.zero_grad()
        loss.backward()
        gradients.append([p.grad.clone() for p in trunk.parameters()])
    optimizer.zero_grad(set_to_none=set_to_none)
    for p, g in zip(trunk.parameters(), project(gradients)):
        if set_to_none:
            p.grad = g
        else:
            p.grad.copy_(g)
    optimizer.step()
