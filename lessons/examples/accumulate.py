import torch
from torch import nn

layer = nn.Linear(2, 1)
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
for batch in torch.randn(2, 3, 2):
    layer(batch).square().mean().backward()
optimizer.step()
optimizer.zero_grad()
