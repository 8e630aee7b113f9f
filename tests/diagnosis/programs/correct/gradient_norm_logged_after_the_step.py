#: nothing
import math

import torch
import torch.nn as nn

torch.manual_seed(0)
model = nn.Linear(4, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
warm_up = model(torch.randn(2, 4)).sum()
warm_up.backward()
optimizer.zero_grad()

for epoch in range(3):
    x = torch.randn(6, 4)
    loss = (model(x) - x.mean(1, keepdim=True)).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=math.inf)
    print(f"{epoch}: gradient norm {norm:.3f}")

for p in model.parameters():
    p.grad.div_(p.grad.norm() + 1e-12)
print("direction", [p.grad.flatten().tolist() for p in model.parameters()])
