#: nothing
import torch
import torch.nn as nn
from torch.nn.utils.parametrizations import spectral_norm, weight_norm

torch.manual_seed(0)
net = nn.Sequential(
    weight_norm(nn.Linear(3, 6)),
    nn.ReLU(inplace=True),
    spectral_norm(nn.Linear(6, 6)),
    nn.ReLU(inplace=True),
    nn.Linear(6, 1),
)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for _ in range(2):
    loss = net(torch.randn(5, 3)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
net.eval()
with torch.no_grad():
    print(loss.item(), torch.linalg.svdvals(net[2].weight)[0].item())
