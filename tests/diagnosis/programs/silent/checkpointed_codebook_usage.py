#: code IL224
#: curable
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class Codebook(nn.Module):
    def __init__(self, codes, dim):
        super().__init__()
        self.codes = nn.Parameter(torch.randn(codes, dim))
        self.register_buffer("usage", torch.zeros(codes))

    def forward(self, x):
        index = torch.cdist(x, self.codes).argmin(1)
        self.usage += torch.bincount(index, minlength=len(self.usage))  #: overwrites
        return x + (self.codes[index] - x)


def main():
    torch.manual_seed(0)
    encoder, book = nn.Linear(3, 2), Codebook(4, 2)
    z = encoder(torch.randn(6, 3))
    out = checkpoint(book, z, use_reentrant=True)
    out.pow(2).sum().backward()
    print(book.usage, book.usage.sum())


main()
