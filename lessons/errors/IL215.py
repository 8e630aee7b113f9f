import copy

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(2, 1)
start = copy.copy(model)  #: saves
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x = torch.randn(8, 2)

model(x).pow(2).mean().backward()
optimizer.step()  #: overwrites
print("moved by", (model(x) - start(x)).abs().max().item())
