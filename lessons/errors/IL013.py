import torch

torch.manual_seed(0)
slow = [torch.rand(3), torch.rand(3)]
x = torch.rand(3, requires_grad=True)

loss = sum((x * each).sum() for each in slow)  #: saves
torch._foreach_mul_(slow, 0.9)  #: overwrites
loss.backward()  #: raises
