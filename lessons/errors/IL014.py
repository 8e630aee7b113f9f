import torch

x = torch.linspace(0, 1, 4, requires_grad=True)

y = x * 3
loss = (y**2).sum()  #: saves
y.detach_()  #: overwrites
print(y.mean())
loss.backward()  #: raises
