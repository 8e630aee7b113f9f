import torch

x = torch.ones(2, 2, requires_grad=True)
y = x * 2
left = y[:, 0]
loss = left.square().sum()
y[:, 1] = 0
loss.backward()
