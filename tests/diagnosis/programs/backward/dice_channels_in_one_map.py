#: code IL003
#: curable
import torch
import torch.nn as nn


class SegNet(nn.Module):
    def __init__(self, classes=3):
        super().__init__()
        self.enc = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.out = nn.Conv2d(8, classes, 1)

    def forward(self, x):
        return self.out(self.enc(x))


class RegionLoss(nn.Module):
    """Foreground: squared energy. Background (channel 0): cut at zero first."""

    def forward(self, maps, target):
        total = 0.0
        for c in range(maps.size(1) - 1, -1, -1):
            if c == 0:
                maps[:, 0].clamp_(min=0)  #: overwrites
            channel = maps[:, c]
            total = total + channel.square().mean() - 2 * (channel * target[:, c]).mean()  #: saves
        return total


torch.manual_seed(0)
net, region = SegNet(), RegionLoss()
opt = torch.optim.SGD(net.parameters(), lr=0.05)
image = torch.randn(2, 3, 6, 6)
target = torch.nn.functional.one_hot(torch.randint(0, 3, (2, 6, 6)), 3).permute(0, 3, 1, 2).float()
image -= image.mean((2, 3), keepdim=True)
loss = region(net(image), target)
opt.zero_grad()
loss.backward()  #: raises
opt.step()
