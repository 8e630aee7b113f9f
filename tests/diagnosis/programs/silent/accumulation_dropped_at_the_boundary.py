#: code IL228
#: curable
import torch
import torch.nn as nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
accumulate = 2
losses = []

for i in range(6):
    x = torch.randn(5, 3)
    loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean() / accumulate
    loss.backward()  #: saves
    losses.append(loss.item())
    if (i + 1) % accumulate == 0:
        optimizer.zero_grad()  #: overwrites
        optimizer.step()

print([round(each, 3) for each in losses])
