#: code IL213
#: curable
import torch
from torch import nn


def spectrum(conv):
    """Singular values of a kernel with unit rows."""
    matrix = conv.weight.detach().reshape(conv.out_channels, -1)  #: made
    matrix /= matrix.norm(dim=1, keepdim=True)  #: overwrites
    return torch.linalg.svdvals(matrix)


torch.manual_seed(0)
net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(inplace=True), nn.Conv2d(4, 2, 3))
x = torch.randn(1, 1, 8, 8)
for layer in net:
    if isinstance(layer, nn.Conv2d):
        print(spectrum(layer)[:2])
with torch.no_grad():
    print(net(x).flatten()[:3])
