import torch

x = torch.zeros(4)
y = x.clone()
y.add_(1)
