import torch

x = torch.randn(4, requires_grad=True)
a = x + 1
b = a.sigmoid()
c = b.sum()
____.zero_()
c.backward()
print(x.grad)
