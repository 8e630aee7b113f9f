import torch
from torch import nn

torch.manual_seed(0)
dropout = nn.Dropout(0.5).eval()
x = torch.rand(4)

noisy = dropout(x)  #: made
noisy += 1  #: overwrites
print(x)
