# Makes a node for backward with ten thousand inputs.
# held by: checks
import torch

leaves = [torch.ones(1, requires_grad=True) for _ in range(10_000)]
torch.cat(leaves).sum().backward()
