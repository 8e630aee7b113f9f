import torch

torch.manual_seed(0)
points = torch.cat([torch.randn(20, 2), torch.randn(20, 2) + 5])
centres = points[[0, -1]].clone()
for _ in range(5):
    nearest = torch.cdist(points, centres).argmin(1)
    centres = torch.stack([points[nearest == n].mean(0) for n in range(2)])
print(centres.round(decimals=2), nearest.bincount())
