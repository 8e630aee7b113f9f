# Keeps tensors of forty mebibytes in all, whose values should be shown.
# held by: checks
import torch

kept = [torch.rand(2**20) for _ in range(10)]
a, b, c = kept[:3]
