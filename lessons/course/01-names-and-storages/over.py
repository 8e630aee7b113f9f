import torch

x = torch.zeros(512, 512)
x += 1
