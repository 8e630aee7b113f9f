#: code IL219
#: curable
import torch
from torch import nn

torch.manual_seed(0)
policy = nn.GRUCell(3, 4)
hidden = torch.zeros(5, 4)

with torch.no_grad():
    for t in range(3):
        hidden = policy(torch.randn(5, 3), hidden)
        done = torch.tensor([t == 1, False, True, False, False])
        # a finished episode starts with an empty memory
        hidden[done].fill_(0.0)  #: overwrites
print(hidden.norm(dim=1))
