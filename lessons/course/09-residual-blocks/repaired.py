import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU(inplace=True)
        self.conv1 = nn.Conv2d(8, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1)

    def forward(self, x):
        out = self.conv1(x.relu())
        out = self.conv2(self.relu(out))
        return out + x


net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), Block(), Block())
x = torch.randn(2, 3, 8, 8)
y = net(x)
y.square().mean().backward()
