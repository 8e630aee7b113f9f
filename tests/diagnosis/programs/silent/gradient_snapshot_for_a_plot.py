#: code IL226
#: curable
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 6), nn.ReLU(inplace=True), nn.Linear(6, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
history = {name: [] for name, _ in model.named_parameters()}

for step in range(3):
    x = torch.randn(8, 3)
    loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
    loss.backward()
    for name, p in model.named_parameters():
        history[name].append(p.grad)  #: saves
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)  #: overwrites

for name, grads in history.items():
    print(name, [round(g.norm().item(), 4) for g in grads])
