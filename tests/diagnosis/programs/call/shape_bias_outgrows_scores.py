#: code IL114
#: curable
import torch
import torch.nn as nn


class RelativeAttention(nn.Module):
    def __init__(self, dim, length):
        super().__init__()
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.bias = nn.Parameter(torch.zeros(length, length))

    def forward(self, x):
        scores = self.q(x) @ self.k(x).transpose(-2, -1)
        bias = self.bias * 0.5  #: made
        bias += scores  #: overwrites, raises
        return bias.softmax(-1) @ x


torch.manual_seed(0)
layer = RelativeAttention(4, 3)
out = layer(torch.randn(2, 3, 4))
out.mean().backward()
print(layer.bias.grad)
