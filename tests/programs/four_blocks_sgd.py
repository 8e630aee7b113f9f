import torch
from torch import nn

blocks = []
for _ in range(4):
    blocks += [nn.Conv2d(3, 3, 3, padding=1), nn.ReLU(inplace=True)]
net = nn.Sequential(*blocks)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
x = torch.randn(2, 3, 8, 8)
for _ in range(3):
    optimizer.zero_grad()
    loss = net(x).square().mean()
    loss.backward()
    optimizer.step()
    print(loss.item(), net[0].weight._version)
