import torch

a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
a[0], a[1] = a[1], a[0]  #: overwrites
print(a)
