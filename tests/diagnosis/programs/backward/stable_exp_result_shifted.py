#: code IL010
#: curable
import torch
import torch.nn as nn


class TruncExp(torch.autograd.Function):
    """exp with a clipped gradient, as used for densities."""

    @staticmethod
    def forward(ctx, x):
        y = torch.exp(x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors  #: raises
        return g * y.clamp(max=100.0)


trunc_exp = TruncExp.apply


class DensityField(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(32, 2)
        self.mlp = nn.Sequential(nn.Linear(2, 8), nn.ReLU(inplace=True), nn.Linear(8, 1))

    def forward(self, cells, occupancy):
        density = trunc_exp(self.mlp(self.table(cells)).squeeze(-1))  #: saves
        density *= occupancy  #: overwrites
        return density


def composite(density, delta=0.1):
    tau = density * delta
    alpha = 1 - torch.exp(-tau)
    transmittance = torch.exp(-torch.cumsum(tau, 1))
    return (alpha * transmittance).sum(1)


torch.manual_seed(0)
field = DensityField()
optimizer = torch.optim.Adam(field.parameters(), lr=1e-2, eps=1e-15)
cells = torch.randint(0, 32, (3, 5))
occupancy = (torch.rand(3, 5) > 0.3).float()
for it in range(2):
    loss = (composite(field(cells, occupancy)) - 0.5).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
