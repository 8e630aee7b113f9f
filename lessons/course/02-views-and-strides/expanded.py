import torch

row = torch.tensor([1.0, 2.0, 3.0])
grid = row.expand(4, 3)
row += 10
print(grid[3])
print(grid.stride())
