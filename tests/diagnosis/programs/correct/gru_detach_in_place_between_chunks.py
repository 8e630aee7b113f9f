#: nothing
import torch
from torch import nn

torch.manual_seed(0)
cell, head = nn.GRUCell(2, 5), nn.Linear(5, 2)
optimizer = torch.optim.Adam([*cell.parameters(), *head.parameters()], lr=1e-2)
series = torch.sin(torch.arange(24.0)).view(12, 1, 2)
hidden = torch.zeros(1, 5)

for start in range(0, 9, 3):
    hidden.detach_()
    loss = torch.zeros(())
    for t in range(start, start + 3):
        hidden = cell(series[t], hidden)
        loss = loss + (head(hidden) - series[t + 1]).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
