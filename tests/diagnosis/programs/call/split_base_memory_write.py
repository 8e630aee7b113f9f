#: code IL104
#: curable
import torch
from torch import nn

torch.manual_seed(0)
slots, dim = 3, 4
writer = nn.Linear(dim, dim)
reader = nn.Linear(dim, 1)
optimizer = torch.optim.Adam([*writer.parameters(), *reader.parameters()])


def episode(observations):
    memory = writer(torch.ones(slots, dim))
    cells = memory.split(1)  #: made
    total = 0.0
    for t, obs in enumerate(observations):
        total = total + reader(cells[t % slots]).sum()  #: raises
        memory += writer(obs)  #: overwrites
    return total


for _ in range(2):
    loss = episode(torch.randn(4, dim))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
