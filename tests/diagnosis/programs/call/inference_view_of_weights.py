#: code IL106
#: curable
import torch
import torch.nn as nn

torch.manual_seed(0)
table = nn.Embedding(6, 4)
projection = nn.Linear(4, 4)
hidden = projection(table.weight)

with torch.inference_mode():
    rare = hidden[4:]  #: made
    print("norm of the rare words", rare.norm().item())

rare.mul_(0.5)  #: overwrites, raises
loss = hidden.pow(2).sum()
loss.backward()
print(table.weight.grad.norm().item())
