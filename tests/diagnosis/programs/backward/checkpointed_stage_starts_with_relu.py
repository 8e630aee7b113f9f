#: code IL012
#: curable
import torch
import torch.nn as nn
from torch.utils.checkpoint import checkpoint


class PreActStage(nn.Module):
    def __init__(self, ch):
        super().__init__()
        self.body = nn.Sequential(
            nn.ReLU(inplace=True), nn.Conv2d(ch, ch, 3, padding=1),  # pre-activation
            nn.ReLU(inplace=True), nn.Conv2d(ch, ch, 3, padding=1),
        )

    def forward(self, x):
        return self.body(x)  #: overwrites


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, padding=1)
        self.stages = nn.ModuleList(PreActStage(4) for _ in range(2))
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        x = self.stem(x)
        for stage in self.stages:
            x = checkpoint(stage, x, use_reentrant=False)  #: saves
        return self.head(x.mean((2, 3)))


torch.manual_seed(0)
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
images, labels = torch.randn(2, 3, 6, 6), torch.tensor([0, 2])
loss = nn.functional.cross_entropy(net(images), labels)
optimizer.zero_grad()
loss.backward()  #: raises
optimizer.step()
