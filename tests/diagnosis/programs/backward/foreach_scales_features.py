#: code IL013
#: curable
import torch
import torch.nn as nn


class MultiScale(nn.Module):
    def __init__(self, channels=(4, 6, 8)):
        super().__init__()
        self.blocks = nn.ModuleList()
        previous = 3
        for c in channels:
            self.blocks.append(nn.Conv2d(previous, c, 3, stride=2, padding=1))
            previous = c
        self.heads = nn.ModuleList(nn.Conv2d(c, 2, 1) for c in channels)

    def forward(self, x):
        features = []
        for block in self.blocks:
            x = torch.sigmoid(block(x))  #: saves
            features.append(x)
        return features

    def predict(self, features):
        return [head(f) for head, f in zip(self.heads, features)]


def main():
    torch.manual_seed(0)
    net = MultiScale()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    image = torch.randn(1, 3, 16, 16)
    weights = [0.5, 0.3, 0.2]
    features = net(image)
    torch._foreach_mul_(features, weights)  #: overwrites
    loss = sum(p.pow(2).mean() for p in net.predict(features))
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()


main()
