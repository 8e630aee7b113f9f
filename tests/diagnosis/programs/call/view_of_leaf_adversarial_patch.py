#: code IL102
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


def attack(model, image, patch, target, steps=2):
    image = image.clone().requires_grad_(True)
    for _ in range(steps):
        image[:, :, 2:4, 2:4] = patch  #: overwrites, raises, made
        loss = F.cross_entropy(model(image), target)
        (grad,) = torch.autograd.grad(loss, image)
        patch = (patch - 0.1 * grad[:, :, 2:4, 2:4].sign()).clamp(0, 1)
    return patch


torch.manual_seed(0)
model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(4 * 36, 5))
patch = attack(model, torch.rand(1, 3, 8, 8), torch.rand(1, 3, 2, 2), torch.tensor([2]))
print(patch.flatten()[:4])
