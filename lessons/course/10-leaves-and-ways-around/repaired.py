import torch
from torch import nn

first, second = nn.Linear(3, 4), nn.Linear(4, 1)
x = torch.randn(8, 3)

loss = second(first(x).tanh()).square().mean()
loss.backward()
with torch.no_grad():
    for weight in second.parameters():
        weight.clamp_(-0.1, 0.1)
print(first.weight.grad)
