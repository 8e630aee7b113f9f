import torch

x = torch.tensor([1 + 2j, 3 - 1j], requires_grad=True)
(x.abs() ** 2).sum().backward()
print(x.grad, torch.view_as_real(x.detach()), x.angle().detach())
