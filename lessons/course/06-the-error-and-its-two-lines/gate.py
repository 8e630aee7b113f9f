import torch
from torch import nn

encoder = nn.Linear(3, 4)
gate = nn.Linear(4, 4)

x = torch.randn(2, 3)
h = encoder(x).tanh()
g = gate(h).sigmoid()
h *= g
loss = h.square().mean()
loss.backward()
