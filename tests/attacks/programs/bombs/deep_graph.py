# Makes a graph for backward that is twenty thousand nodes deep.
# held by: checks
import torch

x = torch.ones(1, requires_grad=True)
y = x
for _ in range(20_000):
    y = y * 1
y.backward()
