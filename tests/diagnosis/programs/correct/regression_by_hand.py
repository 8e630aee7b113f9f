#: nothing
import torch

torch.manual_seed(0)
X = torch.randn(32, 2)
y = X @ torch.tensor([2.0, -3.0]) + 1.0
w = torch.zeros(2, requires_grad=True)
b = torch.zeros(1, requires_grad=True)

for epoch in range(5):
    loss = ((X @ w + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        b -= 0.1 * b.grad
        w.grad.zero_()
        b.grad.zero_()
print(w.detach(), b.item(), loss.item())
