import torch

x = torch.arange(6.0).view(2, 3)
same = x.reshape(6)
other = x.t().reshape(6)
x[0, 0] = 100
print(same[0].item(), other[0].item())
