import torch

w = torch.arange(3.0, requires_grad=True)
loss = w.square().sum()
v = w.detach()
v.clamp_(max=1)
loss.backward()
print(w.grad)
