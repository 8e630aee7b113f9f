import torch

w = torch.randn(3, requires_grad=True)
x, y = torch.randn(10, 3), torch.rand(10)

p = torch.sigmoid(x @ w)
loss = (p - y).square().mean()

percent = p.detach().numpy()
percent = percent * 100
print(f"loss {loss:.3f}")
print(f"highest {percent.max():.0f} %")

loss.backward()
print(f"gradient {w.grad.norm():.3f}")
