#: code IL006
#: curable
import torch
import torch.nn as nn


class Generator(nn.Module):
    def __init__(self, nz=6, ngf=4):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 2, 4, 1, 0, bias=False), nn.BatchNorm2d(ngf * 2), nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, 1, 4, 2, 1, bias=False), nn.Tanh(),
        )

    def forward(self, z):
        return self.main(z)


class Discriminator(nn.Module):
    def __init__(self, ndf=4):
        super().__init__()
        self.conv1 = nn.Conv2d(1, ndf, 4, 2, 1, bias=False)
        self.conv2 = nn.Conv2d(ndf, 1, 4, 1, 0, bias=False)
        self.act = nn.LeakyReLU(0.2, inplace=True)

    def forward(self, x):
        x = self.act(self.conv1(x))
        return torch.sigmoid(self.conv2(x)).view(-1)  #: saves


torch.manual_seed(0)
netG, netD = Generator(), Discriminator()
criterion = nn.BCELoss()
optimizerD = torch.optim.Adam(netD.parameters(), lr=2e-4, betas=(0.5, 0.999))
optimizerG = torch.optim.Adam(netG.parameters(), lr=2e-4, betas=(0.5, 0.999))
real_label, fake_label = torch.ones(3), torch.zeros(3)

for i in range(2):
    real = torch.rand(3, 1, 8, 8) * 2 - 1
    netD.zero_grad()
    fake = netG(torch.randn(3, 6, 1, 1))
    output = netD(fake)
    errD = criterion(netD(real), real_label) + criterion(output, fake_label)
    errD.backward(retain_graph=True)
    optimizerD.step()  #: overwrites

    netG.zero_grad()
    errG = criterion(output, real_label)
    errG.backward()  #: raises
    optimizerG.step()
