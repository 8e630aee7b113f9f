#: code IL002
#: curable
import torch
from torch import nn


def depth_loss(pred, target, valid, delta=1.0):
    """Squared error, large ones capped, invalid pixels ignored."""
    diff = pred - target
    loss = diff.pow(2)  #: saves
    diff[~valid] = 0  #: overwrites
    cap = diff.abs() > delta
    loss = torch.where(cap, 2 * delta * diff.abs() - delta ** 2, loss)
    return loss[valid].mean()


class DepthNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Conv2d(3, 6, 3, 2, 1), nn.ReLU(True), nn.Conv2d(6, 8, 3, 2, 1), nn.ReLU(True))
        self.dec = nn.Sequential(
            nn.ConvTranspose2d(8, 6, 2, 2), nn.ReLU(True), nn.ConvTranspose2d(6, 1, 2, 2), nn.Softplus()
        )

    def forward(self, x):
        return self.dec(self.enc(x))


torch.manual_seed(0)
net = DepthNet()
opt = torch.optim.Adam(net.parameters(), lr=1e-4)
for it in range(2):
    rgb = torch.rand(2, 3, 8, 8)
    depth = torch.rand(2, 1, 8, 8) * 4
    depth[depth < 0.2] = 0
    loss = depth_loss(net(rgb), depth, depth > 0)
    opt.zero_grad()
    loss.backward()  #: raises
    opt.step()
