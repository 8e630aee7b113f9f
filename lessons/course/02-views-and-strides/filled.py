import torch

x = torch.rand(2, 3)
column = x[:, 1]
column.zero_()
print(x)
