import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

runs = []
layer = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True), nn.Linear(4, 4))


def body(x):
    runs.append(1)
    return layer(x)


x = torch.randn(2, 4, requires_grad=True)
checkpoint(body, x, use_reentrant=False).sum().backward()
print(len(runs), x.grad)
