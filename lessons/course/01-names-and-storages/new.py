import torch

x = torch.zeros(512, 512)
x = x + 1
