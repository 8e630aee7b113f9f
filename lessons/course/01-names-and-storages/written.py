import torch

x = torch.arange(6.0)
y = x
x += 1
print(y)
