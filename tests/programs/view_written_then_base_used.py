import torch

x = torch.randn(4, 2, requires_grad=True)
y = x * 2
top = y[:2]
bottom = y[2:]
top.sigmoid_()
loss = (y * bottom.sum()).sum()
loss.backward()
print(x.grad, top.grad_fn.name(), bottom.grad_fn.name())
