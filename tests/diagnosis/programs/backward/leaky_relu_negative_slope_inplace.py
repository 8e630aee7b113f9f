#: code IL016
#: curable
import torch
import torch.nn as nn


class FoldBlock(nn.Module):
    """Absolute-value-like activation: the negative half is folded up."""

    def __init__(self, i, o):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(o)
        self.act = nn.LeakyReLU(negative_slope=-0.2, inplace=True)

    def forward(self, x):
        x = self.conv(x)
        x = self.bn(x)
        return self.act(x)  #: saves, overwrites


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(FoldBlock(1, 4), nn.MaxPool2d(2), FoldBlock(4, 8), nn.AdaptiveAvgPool2d(1))
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        return self.fc(self.body(x).flatten(1))


def main():
    torch.manual_seed(0)
    net = Net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    x, y = torch.randn(4, 1, 8, 8), torch.tensor([0, 1, 2, 1])
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y)
    loss.backward()  #: raises
    optimizer.step()


main()
