#: nothing
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(
    nn.Linear(4, 16),
    nn.GELU(),
    nn.Dropout(0.2, inplace=True),
    nn.Linear(16, 16),
    nn.BatchNorm1d(16),
    nn.ReLU(),
    nn.Linear(16, 16),
    nn.Dropout(0.2, inplace=True),
    nn.Linear(16, 2),
)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, weight_decay=1e-4)
for _ in range(2):
    loss = nn.functional.cross_entropy(net(torch.randn(8, 4)), torch.randint(0, 2, (8,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
