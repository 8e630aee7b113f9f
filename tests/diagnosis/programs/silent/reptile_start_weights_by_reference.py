#: code IL214
#: curable
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
outer_lr = 0.5


def inner_loop(model, x, y, steps=3):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for _ in range(steps):
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()  #: overwrites
    return loss.item()


for task in range(2):
    before = model.state_dict()  #: saves
    x = torch.linspace(-1, 1, 8).unsqueeze(1)
    inner_loop(model, x, torch.sin(3 * x + task))
    after = model.state_dict()
    model.load_state_dict({k: before[k] + outer_lr * (after[k] - before[k]) for k in before})
print(model[0].weight.flatten())
