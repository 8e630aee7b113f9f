import torch

x = torch.ones(4)
y = x
x.add_(1)
x.mul_(2)
print(x._version, y._version)
