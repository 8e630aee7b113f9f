import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
y = w.sigmoid()
loss = y.sum()
for turn in range(3):
    loss.backward(retain_graph=True)
    print(turn, w.grad)
