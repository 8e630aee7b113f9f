import torch

base = torch.randn(4, requires_grad=True)
with torch.no_grad():
    x = base.clone()
    y = torch.relu(base)
    half = x[:2]
    half.mul_(3)
x.requires_grad_()
z = torch.relu(x * 2)
part = z[1:]
part.add_(1)
part.sum().backward()
print(x.grad)
