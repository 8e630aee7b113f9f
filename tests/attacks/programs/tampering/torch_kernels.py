# Puts a kernel of its own into torch, for all devices and calls.
# held by: fork
import torch

library = torch.library.Library("aten", "IMPL")
library.impl("add.Tensor", lambda *_: os._exit(3), "CPU")
x = torch.ones(3) + torch.ones(3)
