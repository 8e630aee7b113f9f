import torch

torch.manual_seed(0)
x = torch.randn(6)
x[x < 0].zero_()  #: overwrites
print(x)
