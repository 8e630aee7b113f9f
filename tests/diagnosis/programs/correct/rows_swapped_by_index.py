#: nothing
import torch

torch.manual_seed(0)


def solve(a, b):
    a, b = a.clone(), b.clone()
    n = len(b)
    for k in range(n):
        pivot = k + int(a[k:, k].abs().argmax())
        a[[k, pivot]] = a[[pivot, k]]
        b[[k, pivot]] = b[[pivot, k]]
        factor = a[k + 1 :, k] / a[k, k]
        a[k + 1 :] -= factor[:, None] * a[k]
        b[k + 1 :] -= factor * b[k]
    x = torch.zeros(n)
    for k in reversed(range(n)):
        x[k] = (b[k] - a[k, k + 1 :] @ x[k + 1 :]) / a[k, k]
    return x


a, b = torch.randn(4, 4), torch.randn(4)
print((a @ solve(a, b) - b).abs().max().item() < 1e-4)
