# Has torch look at memory that is not its own.
# held by: fork
import torch

buffer = (ctypes.c_float * 4).from_address(8)
x = torch.frombuffer(buffer, dtype=torch.float32)
print(x)
