#: code IL212
#: also IL209
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, width, norm=None):
        super().__init__()
        self.norm = norm(width) if norm else nn.Identity()
        self.fc = nn.Linear(width, width)

    def forward(self, x):
        h = self.norm(x)  #: made
        h = F.relu(h, inplace=True)  #: overwrites
        return x + self.fc(h)


class Net(nn.Module):
    def __init__(self, norm=None):
        super().__init__()
        self.stem = nn.Linear(4, 6)
        self.blocks = nn.Sequential(Block(6, norm), Block(6, norm))

    def forward(self, x):
        return self.blocks(self.stem(x)).mean(1)


def main():
    torch.manual_seed(0)
    net = Net()
    loss = net(torch.randn(5, 4)).pow(2).sum()
    loss.backward()
    print(loss.item(), net.stem.bias.grad)


main()
