#: code IL109
#: curable
import torch
from torch import nn


class Positions(nn.Module):
    def __init__(self, max_len, dim):
        super().__init__()
        self.register_buffer("ids", torch.arange(max_len).unsqueeze(0))
        self.table = nn.Embedding(max_len + 2, dim)

    def forward(self, tokens, past=0):
        batch, length = tokens.shape
        ids = self.ids[:, :length].expand(batch, length)  #: made
        ids += past  #: overwrites, raises
        return self.table(ids)


torch.manual_seed(0)
positions = Positions(10, 4)
tokens = torch.zeros(3, 5, dtype=torch.long)
print(positions(tokens, past=2).shape)
