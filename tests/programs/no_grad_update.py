import torch

w = torch.randn(3, requires_grad=True)
(w * w).sum().backward()
with torch.no_grad():
    w -= 0.1 * w.grad
    view = w[0]
    view.add_(1)
print(w, w._version, w.is_leaf)
