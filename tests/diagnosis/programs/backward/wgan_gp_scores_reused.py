#: code IL006
#: curable
import torch
import torch.nn as nn
from torch import autograd, optim

LAMBDA = 10


class D(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(2, 12), nn.Tanh(), nn.Linear(12, 12), nn.Tanh(), nn.Linear(12, 1))

    def forward(self, x):
        return self.main(x).view(-1)  #: saves


class G(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(2, 12), nn.ReLU(True), nn.Linear(12, 2))

    def forward(self, z):
        return self.main(z)


def gradient_penalty(net, real, fake):
    a = torch.rand(real.size(0), 1)
    x = (a * real + (1 - a) * fake.detach()).requires_grad_(True)
    (grad,) = autograd.grad(net(x).sum(), x, create_graph=True)
    return LAMBDA * ((grad.norm(2, dim=1) - 1) ** 2).mean()


def train_step(netD, netG, optD, optG, real):
    fake = netG(torch.randn(real.size(0), 2))
    score_real, score_fake = netD(real), netD(fake)
    d_loss = score_fake.mean() - score_real.mean() + gradient_penalty(netD, real, fake)
    g_loss = -score_fake.mean()

    optD.zero_grad()
    d_loss.backward(retain_graph=True)
    optD.step()  #: overwrites

    optG.zero_grad()
    g_loss.backward()  #: raises
    optG.step()
    return d_loss.item(), g_loss.item()


torch.manual_seed(0)
netD, netG = D(), G()
optD = optim.Adam(netD.parameters(), lr=1e-4, betas=(0.0, 0.9))
optG = optim.Adam(netG.parameters(), lr=1e-4, betas=(0.0, 0.9))
for it in range(3):
    print(train_step(netD, netG, optD, optG, torch.randn(4, 2)))
