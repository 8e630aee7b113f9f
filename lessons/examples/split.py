import torch

x = torch.ones(6, requires_grad=True)
y = x * 2
left, right = y.split(3)
left.mul_(10)
