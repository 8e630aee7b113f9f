import torch
from torch import nn

torch.manual_seed(0)
cell = nn.RNNCell(2, 3)
optimizer = torch.optim.SGD(cell.parameters(), lr=0.1)
hidden = torch.zeros(4, 3)

for step in range(3):
    hidden = cell(torch.randn(4, 2), hidden)  #: saves
    loss = hidden.square().mean()
    optimizer.zero_grad()
    loss.backward(retain_graph=True)  #: raises
    optimizer.step()  #: overwrites
