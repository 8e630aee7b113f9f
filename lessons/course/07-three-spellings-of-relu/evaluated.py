import torch
from torch import nn

drop = nn.Dropout(0.5)
drop.eval()

x = torch.ones(4)
y = drop(x)
y.mul_(10)
print(x)
