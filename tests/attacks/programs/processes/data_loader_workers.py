# Starts the workers of a DataLoader.
# held by: seccomp
import torch

for _ in torch.utils.data.DataLoader(torch.arange(4), num_workers=2, timeout=2):
    breach("workers")
