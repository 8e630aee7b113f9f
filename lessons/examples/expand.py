import torch

row = torch.tensor([1.0, 2.0, 3.0])
grid = row.expand(4, 3)
print(grid.stride(), grid.untyped_storage().nbytes())
row[1] = 20
print(grid)
