import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(144, 2))
optimizer = torch.optim.Adam(net.parameters())
x, target = torch.randn(5, 3, 8, 8), torch.tensor([0, 1, 0, 1, 1])
for _ in range(2):
    loss = nn.functional.cross_entropy(net(x), target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(net[1].running_mean, loss.item())
