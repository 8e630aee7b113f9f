import torch
import torch.nn.functional as F
from torch import nn

x = torch.arange(-2.0, 2.0)
a = nn.ReLU()(x)
b = F.relu(x)
c = torch.relu(x)
print(a is x, b is x, c is x)
print(x)
