import warnings

import torch

warnings.simplefilter("ignore")

w = torch.arange(3.0, requires_grad=True)
for turn in range(3):
    loss = w.square().sum()
    loss.backward()
    w = w - 0.1 * w.grad
print(w)
