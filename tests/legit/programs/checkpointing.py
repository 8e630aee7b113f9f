import torch
from torch.utils.checkpoint import checkpoint

torch.manual_seed(0)
block = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Tanh())
x = torch.ones(1, 4, requires_grad=True)
checkpoint(block, x, use_reentrant=False).sum().backward()
kept = x.grad.clone()
x.grad = None
block(x).sum().backward()
print(torch.equal(kept, x.grad))
