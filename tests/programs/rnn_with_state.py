import torch
from torch import nn

cell = nn.GRUCell(3, 4)
optimizer = torch.optim.SGD(cell.parameters(), lr=0.1)
state = torch.zeros(2, 4)
for step in range(3):
    state = cell(torch.randn(2, 3), state.detach())
    optimizer.zero_grad()
    state.square().mean().backward()
    optimizer.step()
print(state)
