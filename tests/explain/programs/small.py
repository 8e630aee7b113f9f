"""The error in four lines; how large the tensors are, a module beside it says."""

import torch
from sizes import SIZE

print(SIZE)
x = torch.ones(SIZE, requires_grad=True)
y = (x * 2).exp()  # saved
y += 1  # overwritten
y.sum().backward()  # raised
