import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU6(inplace=True)).to(memory_format=torch.channels_last)
x = torch.randn(1, 3, 6, 6).to(memory_format=torch.channels_last)
with torch.autocast("cpu", dtype=torch.bfloat16):
    y = net(x)
y.float().sum().backward()
print(y.dtype, y.stride())
