# Takes away all modes that listen to torch, until there are none.
# held by: fork
import torch

try:
    for _ in range(100):
        torch._C._pop_torch_function_stack()
except BaseException:
    pass
x = torch.ones(3) + 1
