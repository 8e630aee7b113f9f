import torch
from torch import nn

torch.manual_seed(0)
cell = nn.Linear(3, 3)
states = torch.zeros(4, 3)

states[0] = torch.rand(3)
for t in range(3):
    new = torch.tanh(cell(states[t]))  #: saves
    states[t + 1] = new  #: overwrites

states.sum().backward()  #: raises
