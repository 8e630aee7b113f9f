import torch

x = torch.rand(2, 3)
column = x[____]
column.zero_()
print(x)
