#: nothing
import torch

torch.manual_seed(0)
x, y = torch.randn(8, 5), torch.randn(8, 2)
w1, w2 = torch.randn(5, 6), torch.randn(6, 2)

for t in range(3):
    h = x.mm(w1)
    h_relu = h.clamp(min=0)
    pred = h_relu.mm(w2)
    grad_pred = 2.0 * (pred - y)
    grad_w2 = h_relu.t().mm(grad_pred)
    grad_h = grad_pred.mm(w2.t())
    grad_h[h < 0] = 0
    grad_w1 = x.t().mm(grad_h)
    w1 -= 1e-3 * grad_w1
    w2 -= 1e-3 * grad_w2
print((pred - y).pow(2).sum().item())
