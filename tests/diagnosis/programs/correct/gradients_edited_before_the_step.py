#: nothing
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 6), nn.ReLU(inplace=True), nn.Linear(6, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
frozen_rows = torch.tensor([True, False])
kept = []

for step in range(3):
    loss = nn.functional.cross_entropy(model(torch.randn(8, 4)), torch.randint(0, 2, (8,)))
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    with torch.no_grad():
        model[2].weight.grad[frozen_rows] = 0
        for p in model.parameters():
            p.grad.add_(torch.randn_like(p), alpha=1e-3)
            p.grad.div_(p.grad.norm() + 1e-8)
    kept.append(model[0].weight.grad.clone())
    optimizer.step()
print([g.norm().item() for g in kept])
