import torch

a, b = torch.arange(6.0).reshape(2, 3), torch.arange(12.0).reshape(3, 4)
print(torch.einsum("ij,jk->ik", a, b))
print(torch.einsum("bij,bjk->bik", a.expand(2, 2, 3), b.expand(2, 3, 4)).shape, torch.tensordot(a, b, dims=1).sum())
