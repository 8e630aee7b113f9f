import torch
from torch import nn

cell = nn.RNNCell(2, 3)
opt = torch.optim.SGD(cell.parameters(), 0.1)
state = torch.zeros(4, 3)

for x in torch.randn(5, 4, 2):
    state = cell(x, state.detach())
    loss = state.square().mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
