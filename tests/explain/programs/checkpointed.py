"""A checkpointed block whose input is normalised in place before backward has computed it again."""

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class Net(nn.Module):
    """A stem, a checkpointed block, a head."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Linear(4, 4)
        self.block = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 4))
        self.head = nn.Linear(4, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The shortcut is scaled in place."""
        h = torch.tanh(self.stem(x))
        y = checkpoint(self.block, h, use_reentrant=False)  # saved
        h.mul_(0.5)  # overwritten
        return self.head(y + h)


model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(2):
    optimizer.zero_grad()
    model(torch.randn(3, 4)).sum().backward()  # raised
    optimizer.step()
