# Takes the memory of tensors away under them.
# held by: fork
import torch

x = torch.ones(1000)
y = x * 2
x.untyped_storage().resize_(0)
y.set_(torch.UntypedStorage(0), 0, (0,), (1,))
z = x[:1]
