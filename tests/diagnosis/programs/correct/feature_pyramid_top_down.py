#: nothing
import torch
import torch.nn as nn
import torch.nn.functional as F


class FPN(nn.Module):
    def __init__(self, channels, width):
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(c, width, 1) for c in channels)
        self.smooth = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in channels)

    def forward(self, features):
        levels = [conv(f) for conv, f in zip(self.lateral, features)]
        for i in range(len(levels) - 1, 0, -1):
            levels[i - 1] += F.interpolate(levels[i], scale_factor=2, mode="nearest")
        return [conv(level) for conv, level in zip(self.smooth, levels)]


torch.manual_seed(0)
fpn = FPN([2, 4, 6], 3)
outs = fpn([torch.randn(1, 2, 8, 8), torch.randn(1, 4, 4, 4), torch.randn(1, 6, 2, 2)])
loss = sum(o.pow(2).mean() for o in outs)
loss.backward()
print(loss.item(), fpn.lateral[2].weight.grad.norm().item())
