import torch

x = torch.rand(6)
y = x
x.____(10)
print(y)
