#: code IL006
#: curable
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(1, 4, 3, padding=1)
        self.fc1 = nn.Linear(32, 16)
        self.fc2 = nn.Linear(16, 2)

    def forward(self, x):
        x = F.relu(self.conv(x), inplace=True).flatten(1)
        x = F.relu(self.fc1(x), inplace=True)
        return self.fc2(x)  #: saves


class RollBack:
    """Restores the best weights when the loss explodes."""

    def __init__(self, model, factor):
        self.model, self.factor = model, factor
        self.best, self.state = float("inf"), None

    def watch(self, loss):
        value = loss.item()
        if value < self.best:
            self.best, self.state = value, copy.deepcopy(self.model.state_dict())
        elif value > self.factor * self.best:
            self.model.load_state_dict(self.state)  #: overwrites


torch.manual_seed(0)
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
guard = RollBack(model, factor=1.2)
for step, scale in enumerate([1.0, 1.0, 40.0]):
    x, y = torch.randn(4, 1, 8) * scale, torch.tensor([0, 1, 0, 1])
    loss = F.cross_entropy(model(x), y)
    guard.watch(loss)
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()
