#: code IL008
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class VectorQuantizerEMA(nn.Module):
    def __init__(self, n, dim, decay=0.9):
        super().__init__()
        self.decay = decay
        self.register_buffer("codebook", torch.randn(n, dim))
        self.register_buffer("count", torch.ones(n))
        self.register_buffer("total", self.codebook.clone())

    def forward(self, z):
        distance = z.pow(2).sum(1, keepdim=True) - 2 * z @ self.codebook.t() + self.codebook.pow(2).sum(1)  #: saves
        soft = F.softmax(-distance, dim=1)
        one_hot = F.one_hot(distance.argmin(1), len(self.codebook)).float()
        zq = one_hot @ self.codebook
        if self.training:
            with torch.no_grad():
                self.count.mul_(self.decay).add_(one_hot.sum(0), alpha=1 - self.decay)
                self.total.mul_(self.decay).add_(one_hot.t() @ z, alpha=1 - self.decay)
                self.codebook.copy_(self.total / self.count.unsqueeze(1))  #: overwrites
        commit = F.mse_loss(z, zq.detach())
        entropy = -(soft * soft.clamp(min=1e-8).log()).sum(1).mean()
        return z + (zq - z).detach(), commit + 0.1 * entropy


class VQVAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(8, 12), nn.ReLU(inplace=True), nn.Linear(12, 3))
        self.vq = VectorQuantizerEMA(5, 3)
        self.dec = nn.Sequential(nn.Linear(3, 12), nn.ReLU(inplace=True), nn.Linear(12, 8))

    def forward(self, x):
        z, extra = self.vq(self.enc(x))
        return self.dec(z), extra


torch.manual_seed(0)
model = VQVAE()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
x = torch.randn(6, 8)
recon, extra = model(x)
loss = F.mse_loss(recon, x) + 0.25 * extra
opt.zero_grad()
loss.backward()  #: raises
opt.step()
