import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

names = []


class Names(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        names.append(str(func))
        return func(*args, **(kwargs or {}))


net = nn.Sequential(nn.Conv2d(2, 3, 3), nn.ReLU(inplace=True))
with Names():
    net(torch.randn(1, 2, 5, 5)).sum().backward()
with FlopCounterMode(display=False) as counter:
    net(torch.randn(1, 2, 5, 5)).sum().backward()
print(names, counter.get_total_flops())
