import torch

torch.manual_seed(0)
a = torch.tensor([[4.0, 1.0], [1.0, 3.0]], dtype=torch.double, requires_grad=True)
print(torch.linalg.solve(a, torch.ones(2, dtype=torch.double)).detach())
print(torch.linalg.det(a).item(), torch.linalg.eigvalsh(a).detach())
u, s, vh = torch.linalg.svd(a)
print(torch.allclose(u @ s.diag() @ vh, a), torch.linalg.cholesky(a).detach())
torch.linalg.inv(a).sum().backward()
print(a.grad.round(decimals=4), torch.linalg.matrix_rank(a).item())
