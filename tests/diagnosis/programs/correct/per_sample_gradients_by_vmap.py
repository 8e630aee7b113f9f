#: nothing
import torch
import torch.nn as nn
from torch.func import functional_call, grad, vmap

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 2))
params = {k: v.detach() for k, v in model.named_parameters()}


def loss_fn(params, x, y):
    logits = functional_call(model, params, (x.unsqueeze(0),))
    return nn.functional.cross_entropy(logits, y.unsqueeze(0))


x, y = torch.randn(5, 3), torch.randint(0, 2, (5,))
grads = vmap(grad(loss_fn), in_dims=(None, 0, 0))(params, x, y)
norms = torch.stack([g.flatten(1).norm(dim=1) for g in grads.values()]).norm(dim=0)
clip = (1.0 / norms).clamp_(max=1.0)
with torch.no_grad():
    for name, p in model.named_parameters():
        p -= 0.1 * torch.einsum("b,b...->...", clip, grads[name]) / len(x)
print(norms, model[0].weight.sum().item())
