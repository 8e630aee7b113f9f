#: nothing
import copy

import torch
from torch import nn


def losses(optimizer_class, model, x, y, **options):
    model = copy.deepcopy(model)
    optimizer = optimizer_class(model.parameters(), **options)
    for _ in range(2):
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return round(loss.item(), 4)


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 6), nn.ReLU(inplace=True), nn.Linear(6, 1))
x, y = torch.randn(8, 3), torch.randn(8, 1)
print(
    losses(torch.optim.SGD, model, x, y, lr=0.1, momentum=0.9),
    losses(torch.optim.Adam, model, x, y, lr=0.01, foreach=True),
    losses(torch.optim.AdamW, model, x, y, lr=0.01, amsgrad=True),
    losses(torch.optim.RMSprop, model, x, y, lr=0.01, centered=True),
    losses(torch.optim.Adadelta, model, x, y),
    losses(torch.optim.Rprop, model, x, y),
)
