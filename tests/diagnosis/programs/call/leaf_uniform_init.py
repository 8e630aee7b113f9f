#: code IL101
#: curable
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class NoisyLinear(nn.Module):
    def __init__(self, in_features, out_features, sigma=0.5):
        super().__init__()
        self.weight_mu = nn.Parameter(torch.empty(out_features, in_features))  #: made
        self.weight_sigma = nn.Parameter(torch.empty(out_features, in_features))
        self.register_buffer("weight_eps", torch.zeros(out_features, in_features))
        self.sigma = sigma
        self.reset_parameters()

    def reset_parameters(self):
        bound = 1 / math.sqrt(self.weight_mu.size(1))
        self.weight_mu.uniform_(-bound, bound)  #: overwrites, raises
        self.weight_sigma.fill_(self.sigma * bound)

    def forward(self, x):
        self.weight_eps.normal_()
        return F.linear(x, self.weight_mu + self.weight_sigma * self.weight_eps)


torch.manual_seed(0)
layer = NoisyLinear(4, 2)
print(layer(torch.randn(3, 4)))
