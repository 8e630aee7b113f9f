#: code IL006
#: curable
import itertools

import torch
import torch.nn as nn


class ResBlock(nn.Module):
    def __init__(self, ch):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(ch, ch, 3, padding=1), nn.Conv2d(ch, ch, 3, padding=1)
        self.norm, self.act = nn.InstanceNorm2d(ch), nn.ReLU(inplace=True)

    def forward(self, x):
        return x + self.c2(self.act(self.norm(self.c1(x))))


class Gen(nn.Module):
    def __init__(self, ch=4):
        super().__init__()
        self.head = nn.Conv2d(3, ch, 3, padding=1)
        self.res = ResBlock(ch)
        self.tail = nn.Conv2d(ch, 3, 3, padding=1)

    def forward(self, x):
        y = self.res(self.head(x))
        return torch.tanh(self.tail(y))  #: saves


def disc():
    return nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1), nn.LeakyReLU(0.2, True), nn.Conv2d(4, 1, 3, 2, 1))


def mse(pred, value):
    return (pred - value).pow(2).mean()


torch.manual_seed(0)
G_AB, G_BA, D_A, D_B = Gen(), Gen(), disc(), disc()
opt_G = torch.optim.Adam(itertools.chain(G_AB.parameters(), G_BA.parameters()), lr=2e-4)
opt_D = torch.optim.Adam(itertools.chain(D_A.parameters(), D_B.parameters()), lr=2e-4)

for step in range(2):
    A, B = torch.rand(1, 3, 8, 8), torch.rand(1, 3, 8, 8)
    fake_B, fake_A = G_AB(A), G_BA(B)
    cycle = (G_BA(fake_B) - A).abs().mean() + (G_AB(fake_A) - B).abs().mean()
    loss_G = mse(D_B(fake_B), 1.0) + mse(D_A(fake_A), 1.0) + 10 * cycle
    opt_G.zero_grad()
    loss_G.backward(retain_graph=True)
    opt_G.step()  #: overwrites

    loss_D = mse(D_A(A), 1.0) + mse(D_B(B), 1.0) + mse(D_A(fake_A), 0.0) + mse(D_B(fake_B), 0.0)
    opt_D.zero_grad()
    loss_D.backward()  #: raises
    opt_D.step()
