# Gives tensors names of a million characters.
# held by: checks
import torch

for number in range(20):
    globals()["n" * 1_000_000 + str(number)] = torch.ones(1)
