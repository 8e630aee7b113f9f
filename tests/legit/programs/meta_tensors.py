import torch

with torch.device("meta"):
    huge = torch.nn.Linear(100_000, 100_000)
print(huge.weight.device, huge(torch.ones(1, 100_000, device="meta")).shape)
