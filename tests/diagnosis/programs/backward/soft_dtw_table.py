#: code IL004
#: curable
import torch
import torch.nn as nn


def softmin3(a, b, c, gamma):
    m = torch.minimum(torch.minimum(a, b), c)  #: saves
    z = torch.stack([a, b, c]) - m.detach()
    return m.detach() - gamma * torch.log(torch.exp(-z / gamma).sum(0)) + 0.01 * (m - m.detach())


def soft_dtw(x, y, gamma=0.5):
    cost = torch.cdist(x, y) ** 2
    n, m = cost.shape
    R = torch.full((n + 1, m + 1), 1e3)
    R[0, 0] = 0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            best = softmin3(R[i - 1, j - 1], R[i - 1, j], R[i, j - 1], gamma)
            R[i, j] = cost[i - 1, j - 1] + best  #: overwrites
    return R[n, m]


class Predictor(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(3, 12), nn.ReLU(inplace=True), nn.Linear(12, length * 2))

    def forward(self, ctx):
        return self.mlp(ctx).view(-1, 2)


torch.manual_seed(0)
net = Predictor(3)
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
ctx, series = torch.randn(3), torch.randn(4, 2)
loss = soft_dtw(net(ctx), series)
opt.zero_grad()
loss.backward()  #: raises
opt.step()
