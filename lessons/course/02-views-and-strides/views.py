import torch

x = torch.arange(6.0).view(2, 3)
row = x[1]
column = x[:, 1]
turned = x.t()
column.zero_()
print(x.stride(), row.stride(), column.stride(), turned.stride())
print(*(each.storage_offset() for each in (x, row, column, turned)))
