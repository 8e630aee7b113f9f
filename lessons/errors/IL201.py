import torch
from torch import nn

torch.manual_seed(0)
query, key, value = (nn.Linear(4, 4) for _ in range(3))
x = torch.randn(3, 4)

weights = (query(x) @ key(x).t()).softmax(dim=1)  #: saves
weights.data[:, 0] = 0  #: overwrites
out = weights @ value(x)
out.sum().backward()
print(query.weight.grad)
