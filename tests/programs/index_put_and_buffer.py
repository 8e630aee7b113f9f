import torch

rows = torch.zeros(3, 4)
x = torch.randn(4, requires_grad=True)
for i in range(3):
    rows[i] = x * i
rows.sum().backward()
print(x.grad, rows._version, rows.is_leaf)
