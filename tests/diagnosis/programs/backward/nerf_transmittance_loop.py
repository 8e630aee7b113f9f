#: code IL004
#: curable
import torch
import torch.nn as nn


class TinyNeRF(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(3, width), nn.ReLU(inplace=True), nn.Linear(width, width), nn.ReLU(inplace=True))
        self.sigma = nn.Linear(width, 1)
        self.rgb = nn.Linear(width, 3)

    def forward(self, p):
        h = self.trunk(p)
        return nn.functional.softplus(self.sigma(h)).squeeze(-1), torch.sigmoid(self.rgb(h))


def render(net, origins, directions, n=5, near=0.5, far=2.0):
    z = torch.linspace(near, far, n)
    points = origins[:, None] + directions[:, None] * z[None, :, None]
    sigma, rgb = net(points)
    alpha = 1 - torch.exp(-sigma * (far - near) / n)
    T = torch.ones(len(origins), n)
    for i in range(1, n):
        T[:, i] = T[:, i - 1] * (1 - alpha[:, i - 1])  #: saves, overwrites
    weights = T.clone() * alpha
    return (weights[..., None] * rgb).sum(1)


def main():
    torch.manual_seed(0)
    net = TinyNeRF()
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-4)
    for it in range(2):
        o, d, pixels = torch.randn(4, 3), torch.randn(4, 3), torch.rand(4, 3)
        d /= d.norm(dim=1, keepdim=True)
        loss = (render(net, o, d) - pixels).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()


main()
