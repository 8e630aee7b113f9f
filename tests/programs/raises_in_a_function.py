import torch


def broken(x):
    kept = x * 2
    raise ValueError(f"no {tuple(kept.shape)}")


broken(torch.ones(2, 3))
