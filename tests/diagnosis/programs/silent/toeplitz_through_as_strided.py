#: code IL221
#: curable
import torch
from torch import nn

torch.manual_seed(0)
size = 4
bias = torch.zeros(2 * size - 1)
table = bias.as_strided((size, size), (1, 1))  #: made


def alibi(table, slope):
    distance = torch.arange(size)
    table += -slope * (distance[:, None] - distance[None, :]).abs()  #: overwrites
    return table


scores = nn.Linear(3, size)(torch.randn(size, 3)).detach()
print((scores + alibi(table, 0.5)).softmax(-1))
