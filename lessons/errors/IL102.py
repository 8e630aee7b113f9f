import math

import torch
from torch import nn

head = nn.Conv2d(4, 6, 1)  #: made
bias = head.bias.view(2, 3)  #: made
bias[:, 0] += math.log(0.01)  #: overwrites, raises

head(torch.randn(1, 4, 2, 2)).sum().backward()
