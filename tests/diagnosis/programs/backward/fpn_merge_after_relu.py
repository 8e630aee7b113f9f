#: code IL001
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class FPN(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(c, out_channels, 1) for c in in_channels)
        self.smooth = nn.ModuleList(nn.Conv2d(out_channels, out_channels, 3, padding=1) for _ in in_channels)

    def forward(self, features):
        laterals = []
        for conv, f in zip(self.lateral, features):
            laterals.append(F.relu(conv(f)))  #: saves
        for i in range(len(laterals) - 1, 0, -1):
            up = F.interpolate(laterals[i], scale_factor=2, mode="nearest")
            laterals[i - 1] += up  #: overwrites
        return [conv(l) for conv, l in zip(self.smooth, laterals)]


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(3, 4, 3, stride=2, padding=1)
        self.c2 = nn.Conv2d(4, 8, 3, stride=2, padding=1)
        self.c3 = nn.Conv2d(8, 8, 3, stride=2, padding=1)

    def forward(self, x):
        c1 = F.relu(self.c1(x), inplace=True)
        c2 = F.relu(self.c2(c1), inplace=True)
        c3 = F.relu(self.c3(c2), inplace=True)
        return c1, c2, c3


def main():
    torch.manual_seed(0)
    backbone, neck = Backbone(), FPN([4, 8, 8], 6)
    params = list(backbone.parameters()) + list(neck.parameters())
    optimizer = torch.optim.Adam(params, lr=1e-3)
    x = torch.randn(2, 3, 16, 16)
    outs = neck(backbone(x))
    loss = sum(o.pow(2).mean() for o in outs)
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()


main()
