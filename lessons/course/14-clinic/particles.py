import torch

w = torch.randn(2, 3, requires_grad=True)
noise = 0.1 * torch.randn(4, 3)

start = torch.randn(1, 2) @ w
cloud = start.expand(4, 3)
cloud += noise
loss = cloud.square().sum()
loss.backward()
