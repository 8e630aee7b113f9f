#: nothing
import torch
import torch.nn as nn
import torch.nn.functional as F


def pgd(model, x, y, eps=0.3, alpha=0.1, steps=3):
    delta = torch.zeros_like(x, requires_grad=True)
    for _ in range(steps):
        loss = F.cross_entropy(model(x + delta), y)
        loss.backward()
        delta.data = (delta + alpha * delta.grad.detach().sign()).clamp(-eps, eps)
        delta.grad.zero_()
    return (x + delta).detach().clamp_(0, 1)


torch.manual_seed(0)
model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(64, 3)).eval()
x, y = torch.rand(2, 1, 6, 6), torch.tensor([0, 2])
adv = pgd(model, x, y)
print((adv - x).abs().max().item(), F.cross_entropy(model(adv), y).item())
