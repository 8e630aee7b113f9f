#: code IL001
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(5, 16)
        self.fc2 = nn.Linear(16, 16)
        self.out = nn.Linear(16, 1)
        self.temperature = 1.0

    def forward(self, x):
        x = F.relu(self.fc1(x), inplace=True)
        h = torch.sigmoid(self.fc2(x))  #: saves
        if self.temperature != 1.0:
            h.mul_(self.temperature)  #: overwrites
        return self.out(h)


def schedule(step):
    return 1.0 if step < 2 else 0.5


torch.manual_seed(0)
model = Regressor()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
ema = [p.detach().clone() for p in model.parameters()]
for step in range(4):
    model.temperature = schedule(step)
    x = torch.randn(8, 5)
    y = x.sum(1, keepdim=True)
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()  #: raises
    optimizer.step()
    for e, p in zip(ema, model.parameters()):
        e.mul_(0.9).add_(p.detach(), alpha=0.1)
