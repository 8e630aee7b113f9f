#: code IL008
#: curable
import torch
import torch.nn as nn


class RunningNorm(nn.Module):
    """Normalises activations by running statistics that every call updates."""

    def __init__(self, dim, rate=0.1):
        super().__init__()
        self.rate = rate
        self.register_buffer("mean", torch.zeros(dim))
        self.register_buffer("std", torch.ones(dim))

    def forward(self, x):
        with torch.no_grad():
            self.mean.lerp_(x.mean(0), self.rate)
            self.std.lerp_(x.std(0), self.rate)  #: overwrites
        return (x - self.mean) / self.std  #: saves


class WorldModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 6)
        self.norm = RunningNorm(6)
        self.dyn = nn.Linear(7, 6)

    def embed(self, obs):
        return torch.tanh(self.norm(self.enc(obs)))

    def forward(self, obs, act, nxt):
        z, z2 = self.embed(obs), self.embed(nxt)
        return self.dyn(torch.cat([z, act], 1)), z2


torch.manual_seed(0)
model = WorldModel()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
pred, target = model(torch.randn(8, 4), torch.randn(8, 1), torch.randn(8, 4))
loss = (pred - target).pow(2).mean()
optimizer.zero_grad()
loss.backward()  #: raises
optimizer.step()
