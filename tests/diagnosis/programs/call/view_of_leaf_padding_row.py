#: code IL102
#: curable
import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, vocab, dim, pad_idx=0):
        super().__init__()
        self.embedding = nn.Embedding(vocab, dim)
        nn.init.normal_(self.embedding.weight, 0, 0.1)
        self.embedding.weight[pad_idx] = 0  #: overwrites, raises, made
        self.gru = nn.GRU(dim, dim, batch_first=True)

    def forward(self, tokens):
        out, h = self.gru(self.embedding(tokens))
        return h.squeeze(0)


torch.manual_seed(0)
encoder = Encoder(20, 8)
print(encoder(torch.randint(1, 20, (2, 5))).shape)
