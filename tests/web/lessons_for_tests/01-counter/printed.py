import torch

x = torch.zeros(3)
x.add_(1)
print(x._version)
