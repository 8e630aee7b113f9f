#: code IL001
#: curable
import torch
import torch.nn as nn


class FocalLoss(nn.Module):
    def __init__(self, alpha=0.25, gamma=2.0):
        super().__init__()
        self.alpha, self.gamma = alpha, gamma

    def forward(self, logits, target):
        pt = logits.sigmoid()  #: saves
        negative = target == 0
        pt[negative] = 1 - pt[negative]  #: overwrites
        alpha = torch.full_like(target, self.alpha)
        alpha[negative] = 1 - self.alpha
        weight = alpha * (1 - pt) ** self.gamma
        return -(weight * pt.clamp(min=1e-6).log()).mean()


class Detector(nn.Module):
    def __init__(self, classes=3):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(inplace=True),
            nn.Conv2d(6, 6, 3, padding=1), nn.ReLU(inplace=True),
        )
        self.cls = nn.Conv2d(6, classes, 1)

    def forward(self, x):
        return self.cls(self.body(x))


def main():
    torch.manual_seed(0)
    net, criterion = Detector(), FocalLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    image = torch.randn(2, 3, 6, 6)
    target = (torch.rand(2, 3, 6, 6) > 0.8).float()
    loss = criterion(net(image), target)
    loss.backward()  #: raises
    optimizer.step()


main()
