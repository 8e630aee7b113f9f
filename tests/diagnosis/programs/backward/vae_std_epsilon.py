#: code IL001
#: curable
import torch
from torch import nn
from torch.nn import functional as F


class VAE(nn.Module):
    def __init__(self, x_dim=12, h_dim=8, z_dim=3):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(x_dim, h_dim), nn.ReLU(inplace=True))
        self.mu = nn.Linear(h_dim, z_dim)
        self.logvar = nn.Linear(h_dim, z_dim)
        self.dec = nn.Sequential(nn.Linear(z_dim, h_dim), nn.ReLU(inplace=True), nn.Linear(h_dim, x_dim))

    def reparameterize(self, mu, logvar):
        std = (0.5 * logvar).exp()  #: saves
        std += 1e-5  #: overwrites
        eps = torch.randn_like(std)
        eps.clamp_(-3, 3)
        return mu + eps * std

    def forward(self, x):
        h = self.enc(x)
        mu, logvar = self.mu(h), self.logvar(h)
        z = self.reparameterize(mu, logvar)
        return self.dec(z), mu, logvar


def elbo(recon, x, mu, logvar):
    bce = F.binary_cross_entropy_with_logits(recon, x, reduction="sum")
    kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return bce + kld


torch.manual_seed(0)
vae = VAE()
optimizer = torch.optim.Adam(vae.parameters(), lr=1e-3)
for step in range(2):
    x = torch.rand(8, 12)
    optimizer.zero_grad()
    recon, mu, logvar = vae(x)
    loss = elbo(recon, x, mu, logvar)
    loss.backward()  #: raises
    optimizer.step()
