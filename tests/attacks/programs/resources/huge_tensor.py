# Asks for a tensor of 64 GiB.
# held by: limits
import torch

torch.empty(64 * 2**30, dtype=torch.uint8)
breach("64 GiB")
