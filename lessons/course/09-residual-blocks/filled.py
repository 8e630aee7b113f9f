import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm2d(8)
        self.relu = nn.ReLU(inplace=True)
        self.conv = nn.Conv2d(8, 8, 3, padding=1)

    def forward(self, x):
        out = self.relu(self.norm(x))
        out = self.conv(out)
        out += x
        return out


net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), Block())
x = torch.randn(2, 3, 8, 8)
y = net(x)
y.square().mean().backward()
