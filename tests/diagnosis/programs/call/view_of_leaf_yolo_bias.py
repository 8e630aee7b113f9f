#: code IL102
#: curable
import math

import torch
import torch.nn as nn


class Detect(nn.Module):
    def __init__(self, nc=3, na=2, channels=(4, 8)):
        super().__init__()
        self.nc, self.na, self.no = nc, na, nc + 5
        self.stride = torch.tensor([8.0, 16.0])
        self.m = nn.ModuleList(nn.Conv2d(c, self.no * na, 1) for c in channels)

    def initialize_biases(self):
        for mi, s in zip(self.m, self.stride):
            b = mi.bias.view(self.na, -1)  #: made
            b[:, 4] += math.log(8 / (640 / s) ** 2)  #: overwrites, raises
            b[:, 5:] += math.log(0.6 / (self.nc - 0.99))
            mi.bias = nn.Parameter(b.view(-1), requires_grad=True)

    def forward(self, xs):
        return [m(x) for m, x in zip(self.m, xs)]


torch.manual_seed(0)
head = Detect()
head.initialize_biases()
out = head([torch.randn(1, 4, 4, 4), torch.randn(1, 8, 2, 2)])
print([o.shape for o in out])
