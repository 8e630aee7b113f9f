#: code IL001
#: curable
import math

import torch
import torch.nn as nn


class MultiHeadAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.d = heads, dim // heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x, padding):
        B, T, C = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.heads, self.d).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2)
        scores /= math.sqrt(self.d)
        attn = scores.softmax(dim=-1)  #: saves
        # forget what falls on the padding
        attn.masked_fill_(padding[:, None, None, :], 0.0)  #: overwrites
        y = (attn @ v).transpose(1, 2).reshape(B, T, C)
        return self.out(y)


class Block(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.ln = nn.LayerNorm(dim)
        self.attn = MultiHeadAttention(dim, 2)
        self.mlp = nn.Sequential(nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim))

    def forward(self, x, padding):
        x = x + self.attn(self.ln(x), padding)
        return x + self.mlp(x)


def train():
    torch.manual_seed(0)
    emb = nn.Embedding(20, 8, padding_idx=0)
    block = Block(8)
    tokens = torch.tensor([[4, 5, 6, 0], [7, 8, 0, 0]])
    h = block(emb(tokens), tokens == 0)
    loss = h.pow(2).mean()
    loss.backward()  #: raises
    return loss


train()
