#: code IL215
#: curable
import copy

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(inplace=True), nn.Linear(4, 1))
reference = copy.copy(model)  #: saves
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
x = torch.randn(8, 2)


def kl_like(model, reference, x):
    with torch.no_grad():
        return (model(x) - reference(x)).pow(2).mean().item()


for step in range(3):
    loss = model(x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()  #: overwrites
print("drift from the reference", kl_like(model, reference, x))
