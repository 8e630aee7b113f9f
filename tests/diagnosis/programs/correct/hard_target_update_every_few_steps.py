#: nothing
import torch
from torch import nn

torch.manual_seed(0)
online, target = nn.Linear(3, 2), nn.Linear(3, 2)
target.load_state_dict(online.state_dict())
optimizer = torch.optim.SGD(online.parameters(), lr=0.1)

for step in range(4):
    s, a = torch.randn(6, 3), torch.randint(0, 2, (6, 1))
    with torch.no_grad():
        goal = torch.randn(6) + 0.9 * target(s).max(1).values
    loss = (online(s).gather(1, a).squeeze(1) - goal).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 2 == 1:
        target.load_state_dict(online.state_dict())
print((target.weight - online.weight).abs().max().item())
