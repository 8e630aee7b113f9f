#: code IL113
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
vocab, pad = 12, 0
embedding = nn.Embedding(vocab, 4, padding_idx=pad)


def word_dropout(tokens, p):
    keep = F.dropout(torch.ones(tokens.shape), p) * (1 - p)
    tokens *= keep  #: overwrites, raises
    return tokens


tokens = torch.randint(1, vocab, (2, 6))  #: made
features = embedding(word_dropout(tokens, 0.3)).mean(1)
print(features)
