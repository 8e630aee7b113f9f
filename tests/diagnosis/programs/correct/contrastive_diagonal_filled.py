#: nothing
import torch
import torch.nn as nn
import torch.nn.functional as F


def nt_xent(z1, z2, temperature=0.5):
    z = F.normalize(torch.cat([z1, z2]), dim=1)
    similarity = z @ z.t()
    similarity /= temperature
    similarity.fill_diagonal_(float("-inf"))
    n = len(z1)
    target = torch.arange(2 * n)
    target[:n] += n
    target[n:] -= n
    return F.cross_entropy(similarity, target)


torch.manual_seed(0)
encoder = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace=True), nn.Linear(8, 4))
x = torch.randn(4, 6)
loss = nt_xent(encoder(x + 0.1 * torch.randn_like(x)), encoder(x))
loss.backward()
print(loss.item(), encoder[0].weight.grad.norm().item())
