import torch

x = torch.rand(6)
y = x
x.add_(10)
print(y)
