import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)

out = net(torch.ones(1, 2))
out.sum().backward(retain_graph=True)
optimizer.step()
out.square().sum().backward()
