#: code IL102
#: curable
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Conv2d(1, 6, 3), nn.BatchNorm2d(6), nn.ReLU(inplace=True), nn.Conv2d(6, 2, 3))


def prune_filters(conv, amount):
    norms = conv.weight.detach().flatten(1).norm(dim=1)
    weakest = norms.argsort()[:amount]
    for i in weakest.tolist():
        kernel = conv.weight[i]  #: made
        kernel.mul_(0)  #: overwrites, raises
        conv.bias.data[i] = 0


for layer in model:
    if isinstance(layer, nn.Conv2d):
        prune_filters(layer, 1)
x = torch.randn(2, 1, 8, 8)
print(model(x).sum().item())
