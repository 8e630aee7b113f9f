import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x.exp()
y.data.zero_()
y.sum().backward()
print("torch says", x.grad)
print("the truth", x.exp().detach())
