import torch

w = torch.randn(3)
x = torch.randn(4, 3)
f = torch.func.grad(lambda w, x: torch.relu(x @ w * 2).sum())
print(torch.vmap(f, in_dims=(None, 0))(w, x))
