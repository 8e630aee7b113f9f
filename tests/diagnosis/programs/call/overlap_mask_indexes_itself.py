#: code IL110
#: curable
import torch
import torch.nn.functional as F


def line_search(mask, grad, loss_fn, alpha=4.0, decay=0.5):
    alphas = torch.full((mask.size(0),), alpha)
    active = torch.ones(mask.size(0), dtype=torch.bool)
    base = loss_fn(mask)
    for _ in range(5):
        trial = mask - alphas[:, None] * grad
        losses = loss_fn(trial)
        active[active] = losses[active] > base[active]  #: overwrites, raises
        if not active.any():
            break
        alphas[active] *= decay
    return alphas


torch.manual_seed(0)
target = torch.randn(3, 4)
mask = torch.randn(3, 4)
alphas = line_search(mask, mask - target, lambda m: F.mse_loss(m, target, reduction="none").mean(1))
print(alphas)
