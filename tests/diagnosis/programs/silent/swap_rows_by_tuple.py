#: code IL217
#: curable
import torch


def gauss_solve(a, b):
    a, b = a.clone(), b.clone()
    n = len(b)
    for k in range(n):
        pivot = k + int(a[k:, k].abs().argmax())
        if pivot != k:
            a[k], a[pivot] = a[pivot], a[k]  #: overwrites
            b[k], b[pivot] = b[pivot].item(), b[k].item()
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            a[i] -= factor * a[k]
            b[i] -= factor * b[k]
    x = torch.zeros(n)
    for k in reversed(range(n)):
        x[k] = (b[k] - a[k, k + 1 :] @ x[k + 1 :]) / a[k, k]
    return x


a = torch.tensor([[1.0, 2.0, 3.0], [4.0, 1.0, 1.0], [2.0, 5.0, 1.0]])
print(gauss_solve(a, torch.tensor([6.0, 6.0, 8.0])))
