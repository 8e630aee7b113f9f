# Makes tensors with as many dimensions as torch takes, of sizes that overflow.
# held by: checks
import torch

x = torch.ones([1] * 64)
y = x.expand([2**30] + [1] * 63)
z = torch.empty(0, 2**62)
w = torch.ones(1).as_strided((2**31, 2**31), (0, 0))
