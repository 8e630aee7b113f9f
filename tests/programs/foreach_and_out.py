import torch

parts = [torch.ones(3), torch.zeros(2)]
torch._foreach_add_(parts, 1.0)
out = torch.empty(3)
torch.add(parts[0], 1, out=out)
print(parts, out, out._version, parts[1]._version)
