#: code IL006
#: curable
import torch
import torch.nn as nn


class PatchGAN(nn.Module):
    def __init__(self):
        super().__init__()
        self.block1 = nn.Sequential(nn.Conv2d(4, 6, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True))
        self.block2 = nn.Sequential(nn.Conv2d(6, 6, 3, 1, 1), nn.InstanceNorm2d(6), nn.LeakyReLU(0.2, inplace=True))
        self.last = nn.Conv2d(6, 1, 3, 1, 1)

    def forward(self, cond, img):
        h = self.block1(torch.cat((cond, img), 1))
        h = self.block2(h)
        return self.last(h)  #: saves


class Pix2Pix:
    def __init__(self):
        self.netG = nn.Sequential(nn.Conv2d(1, 6, 3, 1, 1), nn.ReLU(True), nn.Conv2d(6, 3, 3, 1, 1), nn.Tanh())
        self.netD = PatchGAN()
        self.optG = torch.optim.Adam(self.netG.parameters(), 2e-4)
        self.optD = torch.optim.Adam(self.netD.parameters(), 2e-4)
        self.gan, self.l1 = nn.BCEWithLogitsLoss(), nn.L1Loss()

    def forward(self, a, b):
        self.real_A, self.real_B = a, b
        self.fake_B = self.netG(a)
        self.pred_fake = self.netD(a, self.fake_B)

    def backward_D(self):
        real = self.netD(self.real_A, self.real_B)
        loss = 0.5 * (self.gan(real, torch.ones_like(real)) + self.gan(self.pred_fake, torch.zeros_like(real)))
        loss.backward(retain_graph=True)

    def backward_G(self):
        loss = self.gan(self.pred_fake, torch.ones_like(self.pred_fake)) + 100 * self.l1(self.fake_B, self.real_B)
        loss.backward()  #: raises

    def optimize(self, a, b):
        self.forward(a, b)
        self.optD.zero_grad()
        self.backward_D()
        self.optD.step()  #: overwrites
        self.optG.zero_grad()
        self.backward_G()
        self.optG.step()


def main():
    torch.manual_seed(0)
    Pix2Pix().optimize(torch.randn(1, 1, 8, 8), torch.rand(1, 3, 8, 8))


main()
