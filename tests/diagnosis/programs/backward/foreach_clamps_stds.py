#: code IL013
#: curable
import torch
import torch.nn as nn
from torch.distributions import Normal, kl_divergence


class Level(nn.Module):
    def __init__(self, dim, z):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(dim, dim), nn.ELU(inplace=True))
        self.mean, self.log_std = nn.Linear(dim, z), nn.Linear(dim, z)

    def forward(self, x):
        x = self.body(x)
        return x, self.mean(x), self.log_std(x).exp()  #: saves


class LadderVAE(nn.Module):
    def __init__(self, dim=6, z=2, depth=3):
        super().__init__()
        self.levels = nn.ModuleList(Level(dim, z) for _ in range(depth))
        self.dec = nn.Linear(z * depth, dim)

    def forward(self, x):
        means, stds, h = [], [], x
        for level in self.levels:
            h, m, s = level(h)
            means.append(m)
            stds.append(s)
        torch._foreach_clamp_min_(stds, 0.05)  #: overwrites
        torch._foreach_clamp_max_(stds, 2.0)  #: overwrites
        posteriors = [Normal(m, s) for m, s in zip(means, stds)]
        z = torch.cat([p.rsample() for p in posteriors], 1)
        return self.dec(z), posteriors


torch.manual_seed(0)
vae = LadderVAE()
optimizer = torch.optim.Adam(vae.parameters(), lr=1e-3)
x = torch.randn(5, 6)
x.div_(x.std())
recon, posteriors = vae(x)
prior = Normal(torch.zeros(2), torch.ones(2))
loss = (recon - x).pow(2).sum(1).mean() + sum(kl_divergence(p, prior).sum(1).mean() for p in posteriors)
optimizer.zero_grad()
loss.backward()  #: raises
optimizer.step()
