import torch

query, key, value = (torch.randn(3, 4, requires_grad=True) for _ in range(3))
mask = torch.tensor([1.0, 1.0, 0.0])

weights = (query @ key.t()).softmax(dim=1)
weights = weights * mask
out = weights @ value
out.square().sum().backward()
print(query.grad)
