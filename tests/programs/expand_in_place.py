import torch

x = torch.zeros(1, 3).expand(2, 3)
print(x.stride())
x += 1
