#: nothing
import torch

torch.manual_seed(0)


def orthonormalise(vectors):
    basis = []
    for v in vectors:
        w = v.clone()
        for b in basis:
            w -= (v @ b) * b
        basis.append(w / w.norm())
    return torch.stack(basis)


a = torch.randn(3, 4, requires_grad=True)
q = orthonormalise(a)
loss = (q[0] * torch.arange(4.0)).sum() + q.sum()
loss.backward()
print((q @ q.t()).detach().sub_(torch.eye(3)).abs().max().item() < 1e-5, a.grad.norm().item())
