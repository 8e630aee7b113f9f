# Gives one tensor twenty thousand names.
# held by: checks
import torch

x = torch.ones(1)
for number in range(20_000):
    globals()[f"name{number}"] = x
y = x + 1
