import torch
import torch.nn.functional as F

x = torch.arange(4.0).reshape(1, 1, 2, 2)
print(F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True))
grid = F.affine_grid(torch.tensor([[[0.0, -1.0, 0.0], [1.0, 0.0, 0.0]]]), (1, 1, 2, 2), align_corners=False)
print(F.grid_sample(x, grid, align_corners=False))
print(F.unfold(x, 2).squeeze().tolist(), F.pad(x, (1, 1, 0, 0), mode="reflect").shape)
