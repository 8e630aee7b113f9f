#: nothing
import torch
from torch import nn


class Pruner:
    def __init__(self, model, amount):
        self.masks = {}
        for name, p in model.named_parameters():
            if p.dim() > 1:
                threshold = p.detach().abs().flatten().kthvalue(int(amount * p.numel())).values
                self.masks[name] = p.detach().abs() > threshold
        self.apply(model)

    @torch.no_grad()
    def apply(self, model):
        for name, p in model.named_parameters():
            if name in self.masks:
                p.mul_(self.masks[name])


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 2))
pruner = Pruner(model, 0.5)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(2):
    loss = model(torch.randn(6, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    pruner.apply(model)
print(loss.item(), (model[0].weight == 0).float().mean().item())
