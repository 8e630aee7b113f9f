# Looks at one byte as if it were an exabyte, and asks for the values.
# held by: checks
import torch

x = torch.zeros(1).expand(2**20, 2**20, 2**18)
print(x.shape, x)
