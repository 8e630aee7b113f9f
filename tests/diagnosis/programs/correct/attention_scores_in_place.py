#: nothing
import math

import torch
import torch.nn as nn


class MultiHead(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1)
        scores /= math.sqrt(d // self.heads)
        scores.masked_fill_(mask, float("-inf"))
        attn = self.drop(scores.softmax(dim=-1))
        return self.out((attn @ v).transpose(1, 2).reshape(b, n, d))


torch.manual_seed(0)
layer = MultiHead(8, 2)
x = torch.randn(2, 4, 8)
causal = torch.triu(torch.ones(4, 4, dtype=torch.bool), diagonal=1)
loss = layer(x, causal).pow(2).mean()
loss.backward()
print(loss.item(), layer.qkv.weight.grad.norm().item())
