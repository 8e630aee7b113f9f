#: code IL001
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class SELayer(nn.Module):
    """Squeeze and excitation with a lower bound on the gate."""

    def __init__(self, channels, reduction=2):
        super().__init__()
        self.fc1 = nn.Linear(channels, channels // reduction)
        self.fc2 = nn.Linear(channels // reduction, channels)

    def forward(self, x):
        b, c, _, _ = x.shape
        w = x.mean(dim=(2, 3))
        w = F.relu(self.fc1(w))
        gate = torch.sigmoid(self.fc2(w))  #: saves
        gate[gate < 0.5] = 0.5  #: overwrites
        return x * gate.view(b, c, 1, 1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.bn = nn.BatchNorm2d(8)
        self.se = SELayer(8)
        self.head = nn.Linear(8, 4)

    def forward(self, x):
        x = F.relu(self.bn(self.conv(x)), inplace=True)
        x = self.se(x)
        return self.head(x.flatten(2).mean(-1))


torch.manual_seed(0)
model = Net()
opt = torch.optim.SGD(model.parameters(), lr=0.1)
images, labels = torch.randn(4, 3, 8, 8), torch.tensor([0, 1, 2, 3])
for epoch in range(3):
    opt.zero_grad()
    loss = F.cross_entropy(model(images), labels)
    loss.backward()  #: raises
    opt.step()
