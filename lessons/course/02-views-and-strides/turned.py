import torch

x = torch.arange(6.0).view(2, 3)
y = x.t().reshape(6)
y += 100
print(x)
