#: nothing
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(
    nn.Conv1d(1, 4, 3, padding=1),
    nn.BatchNorm1d(4),
    nn.LeakyReLU(0.01, inplace=True),
    nn.Conv1d(4, 4, 3, padding=1),
    nn.GroupNorm(2, 4),
    nn.ELU(inplace=True),
    nn.Conv1d(4, 4, 3, padding=1),
    nn.CELU(inplace=True),
    nn.AvgPool1d(2),
    nn.SELU(inplace=True),
    nn.Flatten(),
    nn.Linear(16, 2),
)
optimizer = torch.optim.NAdam(net.parameters(), lr=1e-3)
for _ in range(2):
    loss = net(torch.randn(3, 1, 8)).logsumexp(1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
