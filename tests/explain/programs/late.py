"""The error after many steps: more than are recorded in full."""

import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 8), nn.Tanh())
head = nn.Linear(8, 1)
optimizer = torch.optim.SGD([*model.parameters(), *head.parameters()], lr=0.1)
for step in range(40):
    hidden = model(torch.randn(3, 4))
    loss = head(hidden).pow(2).mean()  # saved
    if step == 39:
        hidden.clamp_(min=0)  # overwritten
    optimizer.zero_grad()
    loss.backward()  # raised
    optimizer.step()
