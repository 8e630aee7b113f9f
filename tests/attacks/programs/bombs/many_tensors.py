# Makes thirty thousand tensors, and keeps them.
# held by: checks
import torch

kept = [torch.ones(1) for _ in range(30_000)]
