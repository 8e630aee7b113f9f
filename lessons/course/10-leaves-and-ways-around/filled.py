import torch
from torch import nn

layer = nn.Linear(3, 1)
x, target = torch.randn(8, 3), torch.randn(8, 1)

loss = (layer(x) - target).square().mean()
loss.backward()
with torch.no_grad():
    for weight in layer.parameters():
        weight -= 0.1 * weight.grad
