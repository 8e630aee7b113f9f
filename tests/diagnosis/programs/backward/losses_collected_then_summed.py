#: code IL006
#: also IL007
#: curable
# gradient accumulation gone wrong: every third micro batch steps, the losses of the others are kept
import torch
import torch.nn as nn

torch.manual_seed(0)
model = nn.Sequential()
model.add_module("fc1", nn.Linear(6, 12))
model.add_module("relu", nn.ReLU(inplace=True))
model.add_module("fc2", nn.Linear(12, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)


def micro_batches(n):
    for i in range(n):
        x = torch.randn(4, 6)
        yield i, x, x.mean(1, keepdim=True)


def compute(x, y):
    return nn.functional.mse_loss(model(x), y)  #: saves


pending = []
for i, x, y in micro_batches(5):
    loss = compute(x, y)
    if i == 2:
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()  #: overwrites
    else:
        pending.append(loss)

optimizer.zero_grad()
torch.stack(pending).mean().backward()  #: raises
optimizer.step()
