# Keeps a tensor in lists in lists, and a list in itself.
# held by: checks
import torch

box = torch.ones(1)
for _ in range(50_000):
    box = [box]
itself = [torch.ones(1)]
itself.append(itself)
keys = {("x" * 100_000, number): torch.ones(1) for number in range(50)}
