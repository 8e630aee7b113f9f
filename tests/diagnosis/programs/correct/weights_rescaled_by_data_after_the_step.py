#: nothing
import torch
from torch import nn


class MaxNorm:
    def __init__(self, module, limit):
        self.module, self.limit = module, limit

    def __call__(self):
        w = self.module.weight.data
        norm = w.norm(dim=1, keepdim=True)
        w.mul_(norm.clamp(max=self.limit) / norm.clamp(min=1e-8))


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))
constraint = MaxNorm(model[0], 0.5)
constraint()
optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
for _ in range(3):
    loss = nn.functional.cross_entropy(model(torch.randn(6, 4)), torch.randint(0, 3, (6,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    constraint()
print(loss.item(), model[0].weight.norm(dim=1).max().item())
