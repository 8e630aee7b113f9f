#: code IL209
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class TinyUNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Conv2d(1, 4, 3, padding=1)
        self.down = nn.Conv2d(4, 8, 3, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)
        self.out = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        skip = self.enc(x)  #: saves
        h = F.leaky_relu(skip, 0.2, inplace=True)  #: overwrites
        h = F.relu(self.down(h), inplace=True)
        h = self.up(h)
        return self.out(torch.cat([h, skip], dim=1))


def main():
    torch.manual_seed(0)
    net = TinyUNet()
    x = torch.randn(2, 1, 8, 8)
    loss = F.mse_loss(net(x), x)
    loss.backward()
    print(loss.item(), net.enc.weight.grad.flatten())


main()
