# Calls torch thirty thousand times.
# held by: checks
import torch

x = torch.ones(1)
for _ in range(30_000):
    x.add_(1)
