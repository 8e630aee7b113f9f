import torch
from torch.func import hessian, jvp, vjp

x = torch.tensor([0.5, 1.0])
value, slope = jvp(torch.sin, (x,), (torch.ones(2),))
print(value, slope)
value, pull = vjp(lambda t: t**2, x)
print(pull(torch.ones(2))[0])
print(hessian(lambda t: (t**3).sum())(x))
