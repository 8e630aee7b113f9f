#: code IL002
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


def double_conv(i, o):
    return nn.Sequential(
        nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(inplace=True),
        nn.Conv2d(o, o, 3, padding=1), nn.BatchNorm2d(o),
    )


class UNet(nn.Module):
    def __init__(self, ch=4):
        super().__init__()
        self.down1 = double_conv(1, ch)
        self.down2 = double_conv(ch, 2 * ch)
        self.reduce = nn.Conv2d(ch, ch, 2, stride=2)
        self.up = nn.ConvTranspose2d(2 * ch, ch, 2, stride=2)
        self.dec = double_conv(ch, ch)
        self.final = nn.Conv2d(ch, 1, 1)

    def forward(self, x):
        d1 = self.down1(x)
        d2 = self.down2(self.reduce(d1))  #: saves
        up = self.up(F.relu(d2, inplace=True))
        # sum instead of concatenation: less memory
        d1 += up  #: overwrites
        return self.final(F.relu(self.dec(d1), inplace=True))


def dice(pred, mask):
    p = pred.sigmoid()
    return 1 - 2 * (p * mask).sum() / (p.sum() + mask.sum() + 1)


if __name__ == '__main__':
    torch.manual_seed(0)
    net = UNet()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
    for epoch in range(2):
        image = torch.randn(2, 1, 8, 8)
        mask = (image > 0).float()
        optimizer.zero_grad()
        loss = dice(net(image), mask)
        loss.backward()  #: raises
        optimizer.step()
        scheduler.step()
