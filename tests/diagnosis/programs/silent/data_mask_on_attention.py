#: code IL201
#: curable
import math

import torch
import torch.nn as nn


class SelfAttention(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.q, self.k, self.v = nn.Linear(dim, dim), nn.Linear(dim, dim), nn.Linear(dim, dim)

    def forward(self, x, blocked):
        scores = self.q(x) @ self.k(x).transpose(-2, -1) / math.sqrt(x.size(-1))
        attn = scores.softmax(dim=-1)  #: saves
        # "modified by an inplace operation" went away with .data
        attn.data[..., blocked] = 0.0  #: overwrites
        return attn @ self.v(x)


torch.manual_seed(0)
layer = SelfAttention(4)
x = torch.randn(3, 5, 4)
out = layer(x, torch.tensor([False, True, False, False, True]))
out.pow(2).sum().backward()
print(layer.q.weight.grad)
