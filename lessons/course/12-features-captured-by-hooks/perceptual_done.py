import torch
from torch import nn

vgg = nn.Sequential(
    nn.Conv2d(1, 4, 3),
    nn.ReLU(inplace=True),
    nn.Conv2d(4, 4, 3),
    nn.ReLU(inplace=True),
).requires_grad_(False)

def features(image):
    kept = []
    for layer in vgg:
        image = layer(image)
        if isinstance(layer, nn.Conv2d):
            kept.append(image.clone())
    return kept

image = torch.rand(1, 1, 8, 8, requires_grad=True)
goal = torch.rand(1, 1, 8, 8)
loss = 0.0
for a, b in zip(features(image), features(goal)):
    loss = loss + (a - b).square().mean()
loss.backward()
print(f"{loss:.4f}")
