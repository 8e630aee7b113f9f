# Replaces what torch's functions do.
# held by: fork
import torch

torch.Tensor.add_ = lambda *_: 1 / 0
torch.ones = lambda *_: "nothing"
torch.nn.functional.relu = None
torch.Tensor.sum = lambda self: self
