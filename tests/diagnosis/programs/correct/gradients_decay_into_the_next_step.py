#: nothing
import torch
import torch.nn as nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)

for _ in range(3):
    x = torch.randn(6, 3)
    loss = (model(x) - x.prod(1, keepdim=True)).pow(2).mean()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    with torch.no_grad():
        for p in model.parameters():
            p.grad.mul_(0.5)  # momentum by hand: backward adds to what is left

optimizer.zero_grad()
