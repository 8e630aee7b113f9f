import torch

logits = torch.randn(6, requires_grad=True)
reward = torch.randn(6)

p = logits.softmax(0)
p = p.clamp(min=0.1)
loss = -(p * reward).sum()
loss.backward()
print(logits.grad)
