import torch
from torch import nn

dropout = nn.Dropout(0.1)
dropout.eval()


def encode(words):
    h = dropout(words)
    h += 1
    return h


words = torch.randn(2, 3)
first = encode(words)
second = encode(words)
print(first is second)
