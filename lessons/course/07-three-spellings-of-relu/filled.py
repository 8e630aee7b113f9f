import torch
import torch.nn.functional as F
from torch import nn

layer = nn.Linear(16, 64)
x = torch.randn(8, 16)

h = F.relu(layer(x), inplace=True)
h.sum().backward()
