import torch

x = torch.arange(6.0).view(2, 3)
y = x.t()
copy = y.contiguous()
z = copy.view(6)
again = copy.contiguous()
print(y.stride(), copy.stride())
