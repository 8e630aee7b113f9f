import torch
from torch import nn

conv = nn.Conv2d(1, 1, kernel_size=2)
with torch.no_grad():
    out = conv(torch.arange(16.0).view(1, 1, 4, 4))

grid = out.view(3, 3)
row = grid[1]
column = grid[:, 1]
turned = grid.t()
copy = turned.contiguous()
row.zero_()
print(turned)
