#: nothing
import torch
import torch.nn as nn
import torch.nn.functional as F


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc, self.mu, self.logvar = nn.Linear(6, 8), nn.Linear(8, 2), nn.Linear(8, 2)
        self.dec = nn.Sequential(nn.Linear(2, 8), nn.ReLU(inplace=True), nn.Linear(8, 6))

    def forward(self, x):
        h = F.relu(self.enc(x), inplace=True)
        mu, logvar = self.mu(h), self.logvar(h)
        std = logvar.mul(0.5).exp_()
        z = torch.randn_like(std).mul(std).add_(mu)
        return self.dec(z), mu, logvar


def loss_fn(recon, x, mu, logvar):
    kl = mu.pow(2).add_(logvar.exp()).mul_(-1).add_(1).add_(logvar)
    return F.mse_loss(recon, x, reduction="sum") + torch.sum(kl).mul_(-0.5)


torch.manual_seed(0)
model = VAE()
optimizer = torch.optim.Adam(model.parameters())
x = torch.randn(5, 6)
loss = loss_fn(*((out := model(x))[0], x, out[1], out[2]))
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(loss.item(), model.mu.weight.grad.norm().item())
