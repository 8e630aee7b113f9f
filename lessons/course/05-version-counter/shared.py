import torch

x = torch.zeros(2, 2)
column = x[:, 1]
detached = x.detach()
data = x.data
copy = x.clone()

column.add_(1)
for tensor in (x, column, detached, data, copy):
    print(tensor._version, tensor.tolist())
