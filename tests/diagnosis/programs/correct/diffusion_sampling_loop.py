#: nothing
import torch
import torch.nn as nn


class Eps(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Conv1d(2, 8, 3, padding=1), nn.SiLU(inplace=True), nn.Conv1d(8, 1, 3, padding=1))

    def forward(self, x, t):
        return self.net(torch.cat([x, t.expand_as(x)], dim=1))


@torch.no_grad()
def sample(model, betas, shape):
    alphas = (1 - betas).cumprod(0)
    x = torch.randn(shape)
    for i in reversed(range(len(betas))):
        eps = model(x, alphas[i].view(1, 1, 1))
        x -= betas[i] / (1 - alphas[i]).sqrt() * eps
        x /= (1 - betas[i]).sqrt()
        if i > 0:
            x += betas[i].sqrt() * torch.randn_like(x)
    return x.clamp_(-1, 1)


torch.manual_seed(0)
model, betas = Eps(), torch.linspace(0.1, 0.3, 4)
x0, noise = torch.randn(2, 1, 8), torch.randn(2, 1, 8)
a = (1 - betas).cumprod(0)[2]
loss = (model(a.sqrt() * x0 + (1 - a).sqrt() * noise, a.view(1, 1, 1)) - noise).pow(2).mean()
loss.backward()
print(loss.item(), sample(model, betas, (1, 1, 8)).mean().item())
