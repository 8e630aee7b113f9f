#: code IL116
#: curable
import torch
from torch.func import vmap


def skew(v):
    out = torch.zeros(3, 3)  #: made
    out[0, 1] = -v[2]  #: overwrites, raises
    out[0, 2] = v[1]
    out[1, 0] = v[2]
    out[1, 2] = -v[0]
    out[2, 0] = -v[1]
    out[2, 1] = v[0]
    return out


def rotate(v, p):
    return p + skew(v) @ p


torch.manual_seed(0)
axes = torch.randn(5, 3)
points = torch.randn(5, 3)
print(vmap(rotate)(axes, points))
