import torch
from torch import nn

torch.manual_seed(0)
embedding = nn.Embedding(6, 2, sparse=True)
embedding(torch.tensor([1, 4])).sum().backward()  #: made
embedding.weight.grad.clamp_(-1, 1)  #: overwrites, raises
