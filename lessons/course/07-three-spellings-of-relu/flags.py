import torch
from torch import nn

x = torch.ones(4)
y = nn.Dropout(0.5, inplace=True)(x)
print(y is x)

x = torch.ones(4)
y = nn.AlphaDropout(0.5, inplace=True)(x)
print(y is x)
