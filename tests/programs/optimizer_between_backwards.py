import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
out = net(torch.randn(2, 3)).sum()
out.backward(retain_graph=True)
optimizer.step()
out.backward()
