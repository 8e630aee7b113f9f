#: code IL014
#: curable
import torch
import torch.nn as nn

torch.manual_seed(0)
G = nn.Sequential(nn.Linear(4, 12), nn.ReLU(inplace=True), nn.Linear(12, 6))
D = nn.Sequential(nn.Linear(6, 12), nn.LeakyReLU(0.2, inplace=True), nn.Linear(12, 1))
opt_g = torch.optim.Adam(G.parameters(), lr=1e-3)
opt_d = torch.optim.Adam(D.parameters(), lr=1e-3)
bce = nn.BCEWithLogitsLoss()


def generator_loss(fake):
    diversity = -fake.std(0).mean()
    return bce(D(fake), torch.ones(len(fake), 1)) + 0.1 * diversity  #: saves


def discriminator_loss(real, fake):
    fake.detach_()  #: overwrites
    return bce(D(real), torch.ones(len(real), 1)) + bce(D(fake), torch.zeros(len(fake), 1))


for it in range(2):
    real = torch.randn(5, 6)
    fake = G(torch.randn(5, 4))
    g_loss = generator_loss(fake)
    d_loss = discriminator_loss(real, fake)
    opt_g.zero_grad()
    g_loss.backward()  #: raises
    opt_g.step()
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()
