import torch

x = torch.linspace(-1, 1, 8)
y = 3 * x + 1
w = torch.zeros(2, requires_grad=True)

for step in range(20):
    loss = (w[0] * x + w[1] - y).square().mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.3 * w.grad
    w.grad.zero_()

print(w.tolist())
