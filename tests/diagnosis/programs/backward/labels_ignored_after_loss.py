#: code IL005
#: curable
import torch
import torch.nn as nn


class DeepLabLike(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.aspp = nn.ModuleList(nn.Conv2d(8, 8, 3, padding=r, dilation=r) for r in (1, 2))
        self.classifier = nn.Conv2d(8, classes, 1)
        self.aux = nn.Conv2d(8, classes, 1)

    def forward(self, x):
        f = self.stem(x)
        y = sum(branch(f) for branch in self.aspp)
        return self.classifier(torch.relu_(y)), self.aux(f)


def drop_border_(labels, width=1):
    labels[:, :width] = 255  #: overwrites
    labels[:, -width:] = 255  #: overwrites
    return labels


def criterion(outputs, labels):
    main, aux = outputs
    ce = nn.CrossEntropyLoss(ignore_index=255)
    loss = ce(main, labels)  #: saves
    return loss + 0.4 * ce(aux, drop_border_(labels))


if __name__ == "__main__":
    torch.manual_seed(0)
    net = DeepLabLike(4)
    opt = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    x = torch.randn(2, 3, 6, 6)
    labels = torch.randint(0, 4, (2, 6, 6))
    loss = criterion(net(x), labels)
    opt.zero_grad()
    loss.backward()  #: raises
    opt.step()
