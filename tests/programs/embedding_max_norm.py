import torch
from torch import nn

table = nn.Embedding(5, 3, max_norm=0.5)
out = table(torch.tensor([0, 1, 1]))
out.sum().backward()
print(table.weight._version)
