#: code IL119
#: curable
import torch
from torch import nn

torch.manual_seed(0)
meta = nn.Linear(3, 3, bias=False)
fast = torch.zeros(3, requires_grad=True)

prior = (fast - 1).pow(2).sum()
fast.requires_grad_(False)
fast += meta(torch.ones(3))  #: overwrites
task = (fast * torch.randn(3)).sum()
loss = task + prior
loss.backward()  #: raises
print(meta.weight.grad, fast.grad)
