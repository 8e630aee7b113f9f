import torch

x = torch.ones(4)
y = x
x = x + 1
x = x * 2
print(x._version, y._version)
