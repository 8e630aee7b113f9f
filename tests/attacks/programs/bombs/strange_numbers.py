# Keeps tensors of all numbers that are none.
# held by: checks
import torch

x = torch.tensor([float("nan"), float("inf"), -float("inf"), -0.0, 5e-324])
y = torch.tensor([2**63 - 1, -(2**63)])
z = torch.tensor([complex("nan+infj")])
w = torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)
