import torch
from torch import nn

attention = nn.MultiheadAttention(8, 2, batch_first=True)
x = torch.randn(2, 5, 8)
out, weights = attention(x, x, x)
mask = torch.zeros(5, 5, dtype=torch.bool).triu_(1)
scores = (x @ x.mT).masked_fill_(mask, float("-inf")).softmax(-1)
(out.sum() + (scores @ x).sum()).backward()
print(weights.sum(), scores._version)
