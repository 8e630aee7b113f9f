import torch

x = torch.ones(4, 4, requires_grad=True)
h = x * 2
y = torch.nn.functional.relu(h)
y.sum().backward()
