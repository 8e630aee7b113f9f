# Fills memory with tensors, up to a gigabyte.
# held by: limits, watchdog
import torch

kept = [torch.ones(2**20) for _ in range(250)]
breach("a gigabyte")
