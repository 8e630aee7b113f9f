#: code IL229
#: curable
import torch
import torch.nn as nn

torch.manual_seed(0)
model = nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
micro_batches = 3

for _ in range(2):
    for _ in range(micro_batches):
        x, y = torch.randn(4, 4), torch.randint(0, 2, (4,))
        nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()  #: saves
    for p in model.parameters():
        p.grad /= micro_batches  #: overwrites
    optimizer.zero_grad(set_to_none=False)

print(model.weight.norm().item())
