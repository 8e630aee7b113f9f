import torch

x = torch.arange(12.0).reshape(3, 4)
row, column, turned = x[1], x[:, 2], x.T
flat = x.view(-1)
copy = x.T.reshape(-1)
row.mul_(10)
print(x._version, row._version, column._version, turned._version, flat._version, copy._version)
print(x, column, copy)
