import torch

torch.manual_seed(0)
weight = torch.randn(3, requires_grad=True) * 0.1  #: made
optimizer = torch.optim.SGD([weight], lr=0.1)  #: raises

weight.sum().backward()
optimizer.step()
