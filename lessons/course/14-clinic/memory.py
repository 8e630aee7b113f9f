import torch
from torch import nn

cell = nn.LSTMCell(2, 3)
opt = torch.optim.SGD(cell.parameters(), 0.1)
h = c = torch.zeros(4, 3)

for x in torch.randn(5, 4, 2):
    h, c = cell(x, (h, c))
    loss = h.square().mean()
    opt.zero_grad()
    loss.backward(retain_graph=True)
    opt.step()
