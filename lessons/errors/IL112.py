import torch

torch.manual_seed(0)
weight = torch.randn(3, 2, requires_grad=True)
x = torch.randn(4, 3)
result = torch.empty(4, 2)  #: made

for _ in range(2):
    torch.mm(x, weight, out=result)  #: overwrites, raises
    result.sum().backward()
