import torch


@torch.compile(backend="eager")
def wave(x):
    return torch.sin(x) ** 2 + torch.cos(x) ** 2


print(wave(torch.linspace(0, 1, 4)))
