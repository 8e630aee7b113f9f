#: nothing
import torch
import torch.nn as nn


class InvertedResidual(nn.Module):
    def __init__(self, width, expand=2):
        super().__init__()
        hidden = width * expand
        self.conv = nn.Sequential(
            nn.Conv2d(width, hidden, 1, bias=False),
            nn.BatchNorm2d(hidden),
            nn.ReLU6(inplace=True),
            nn.Conv2d(hidden, hidden, 3, padding=1, groups=hidden, bias=False),
            nn.BatchNorm2d(hidden),
            nn.Hardswish(inplace=True),
            nn.Conv2d(hidden, width, 1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, x):
        return x + self.conv(x)


torch.manual_seed(0)
model = nn.Sequential(nn.Conv2d(3, 4, 3), InvertedResidual(4), InvertedResidual(4), nn.AdaptiveAvgPool2d(1))
loss = model(torch.randn(2, 3, 8, 8)).abs().sum()
loss.backward()
print(loss.item(), model[0].weight.grad.norm().item())
