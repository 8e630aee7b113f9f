#: code IL101
#: curable
import torch

torch.manual_seed(0)
true_w = torch.tensor([2.0, -3.4])
X = torch.randn(64, 2)
y = X @ true_w + 4.2 + 0.01 * torch.randn(64)

w = torch.zeros(2, requires_grad=True)  #: made
b = torch.zeros(1, requires_grad=True)
lr = 0.1

for epoch in range(3):
    pred = X @ w + b
    loss = ((pred - y) ** 2).mean()
    loss.backward()
    w -= lr * w.grad  #: overwrites, raises
    b -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()
print(w, b)
