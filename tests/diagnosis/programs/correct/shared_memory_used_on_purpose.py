#: nothing
import numpy as np
import torch

torch.manual_seed(0)
# one block of memory, filled through numpy and read through torch
table = np.zeros((4, 3), dtype=np.float32)
view = torch.from_numpy(table)
for i in range(4):
    table[i] = np.arange(3) + i
view *= 2
totals = view.sum(1)
model = torch.nn.Linear(3, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[1.0, 0.0, -1.0]]))
    model.bias.zero_()
    print(totals, model(view).flatten(), table[3])
