#: code IL012
#: curable
import torch
import torch.nn as nn
from torch.utils import checkpoint as cp


class Bottleneck(nn.Module):
    def __init__(self, ch, with_cp=True):
        super().__init__()
        self.conv1 = nn.Conv2d(ch, ch // 2, 1)
        self.conv2 = nn.Conv2d(ch // 2, ch, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)
        self.with_cp = with_cp

    def inner(self, x):
        return self.conv2(self.relu(self.conv1(x)))

    def forward(self, x):
        if self.with_cp and x.requires_grad:
            out = cp.checkpoint(self.inner, x, use_reentrant=True)  #: saves
        else:
            out = self.inner(x)
        x.add_(out)  #: overwrites
        return self.relu(x)  #: overwrites


def build():
    return nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), Bottleneck(4), nn.Flatten(), nn.Linear(64, 2))


if __name__ == "__main__":
    torch.manual_seed(0)
    net = build()
    opt = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
    x, y = torch.randn(3, 1, 4, 4), torch.tensor([0, 1, 1])
    for epoch in range(2):
        opt.zero_grad()
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()  #: raises
        opt.step()
