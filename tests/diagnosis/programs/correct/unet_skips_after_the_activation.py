#: nothing
import torch
import torch.nn as nn


def double_conv(cin, cout):
    return nn.Sequential(
        nn.Conv2d(cin, cout, 3, padding=1),
        nn.BatchNorm2d(cout),
        nn.LeakyReLU(0.1, inplace=True),
        nn.Conv2d(cout, cout, 3, padding=1),
        nn.BatchNorm2d(cout),
        nn.LeakyReLU(0.1, inplace=True),
    )


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc1, self.enc2 = double_conv(1, 4), double_conv(4, 8)
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)
        self.dec = double_conv(8, 4)
        self.out = nn.Conv2d(4, 1, 1)

    def forward(self, x):
        s1 = self.enc1(x)
        h = self.enc2(self.pool(s1))
        h = self.dec(torch.cat([self.up(h), s1], dim=1))
        return self.out(h)


torch.manual_seed(0)
net = UNet()
optimizer = torch.optim.RMSprop(net.parameters(), lr=1e-3)
x = torch.randn(2, 1, 8, 8)
mask = (x > 0).float()
for _ in range(2):
    loss = nn.functional.binary_cross_entropy_with_logits(net(x), mask)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
