import torch


def cross_matrix(v):
    out = torch.zeros(3, 3)  #: made
    out[0, 1] = -v[2]  #: overwrites, raises
    out[0, 2] = v[1]
    return out - out.T


print(torch.vmap(cross_matrix)(torch.randn(5, 3)))
