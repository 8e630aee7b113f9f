import torch
from torch import nn

table = nn.Embedding(6, 3, max_norm=1.0)
w = torch.randn(3, 3, requires_grad=True)
users = torch.tensor([1, 3, 5])
items = torch.tensor([0, 2, 4])

taste = table.weight @ w
found = table(items)
loss = (taste[users] * found).sum()
loss.backward()
