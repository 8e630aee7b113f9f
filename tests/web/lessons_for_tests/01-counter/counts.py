import torch

x = torch.zeros(4)
view = x[:2]
x.add_(1)
view.mul_(3)
