import torch

x = torch.linspace(-1, 1, 32).unsqueeze(1)
y = 3 * x + 1
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for epoch in range(20):
    loss = ((x * w + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.5 * w.grad
        b -= 0.5 * b.grad
        w.grad.zero_()
        b.grad.zero_()
print(f"w = {w.item():.3f}, b = {b.item():.3f}, loss = {loss.item():.5f}")
