#: code IL119
#: curable
import torch
import torch.nn as nn


class Generator(nn.Module):
    def __init__(self, latent, size):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(latent, 16), nn.ReLU(inplace=True), nn.Linear(16, size), nn.Sigmoid())

    def forward(self, z):
        return self.net(z)


def invert(generator, image, steps=3):
    z = torch.randn(1, 4, requires_grad=True).to(torch.float64).float() * 0.5  #: made
    optimizer = torch.optim.Adam([z], lr=0.1)  #: raises
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(generator(z), image)
        loss.backward()
        optimizer.step()
    return z.detach()


torch.manual_seed(0)
generator = Generator(4, 9).eval()
print(invert(generator, torch.rand(1, 9)))
