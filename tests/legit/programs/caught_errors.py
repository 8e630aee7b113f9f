import traceback

import torch

try:
    torch.ones(2, 3) @ torch.ones(2, 3)
except RuntimeError as error:
    print("caught:", error)
x = torch.ones(3, requires_grad=True)
y = x.sigmoid()
y.add_(1)
try:
    y.sum().backward()
except RuntimeError as error:
    print(str(error).split(":")[0])
try:
    raise KeyError("missing") from ValueError("first")
except KeyError:
    print(traceback.format_exc().splitlines()[-1])
finally:
    print("finally")
