#: code IL003
#: curable
import torch
import torch.nn as nn

nz, n, d = 4, 3, 6


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(
            nn.Linear(d, 10), nn.LeakyReLU(0.2, inplace=True),
            nn.Linear(10, 10), nn.LeakyReLU(0.2, inplace=True),
            nn.Linear(10, 1),
        )

    def forward(self, x):
        return self.main(x)  #: saves


netG = nn.Sequential(nn.Linear(nz, 10), nn.ReLU(True), nn.Linear(10, d), nn.Tanh())


def main():
    torch.manual_seed(0)
    netD = Discriminator()
    optD = torch.optim.Adam(netD.parameters(), lr=2e-4, betas=(0.5, 0.999))
    bce = nn.BCEWithLogitsLoss()
    batch = torch.empty(2 * n, d)
    for i in range(2):
        batch[:n] = torch.randn(n, d)
        errD_real = bce(netD(batch[:n]), torch.ones(n, 1))
        batch[n:] = netG(torch.randn(n, nz)).detach()  #: overwrites
        errD_fake = bce(netD(batch[n:]), torch.zeros(n, 1))
        errD = errD_real + errD_fake
        optD.zero_grad()
        errD.backward()  #: raises
        optD.step()


if __name__ == "__main__":
    main()
