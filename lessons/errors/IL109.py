import torch
from torch import nn

torch.manual_seed(0)
token = nn.Linear(4, 4)(torch.randn(1, 4))
tokens = token.expand(3, 4)  #: made
tokens += torch.randn(3, 4)  #: overwrites, raises
tokens.sum().backward()
