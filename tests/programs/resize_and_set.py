import torch

x = torch.ones(4)
x.resize_(16)
x.fill_(2)
y = torch.zeros(2)
y.data = x[:3]
y.add_(1)
print(x.sum(), y, x._version, y._version)
