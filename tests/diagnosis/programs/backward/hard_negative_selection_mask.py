#: code IL005
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class SSDHead(nn.Module):
    def __init__(self, classes=3):
        super().__init__()
        self.conv = nn.Conv2d(4, 8, 3, padding=1)
        self.cls = nn.Conv2d(8, classes, 1)
        self.loc = nn.Conv2d(8, 4, 1)

    def forward(self, f):
        f = F.relu(self.conv(f), inplace=True)
        cls = self.cls(f).permute(0, 2, 3, 1).flatten(1, 2)
        loc = self.loc(f).permute(0, 2, 3, 1).flatten(1, 2)
        return cls, loc


def multibox_loss(cls, loc, labels, boxes, ratio=2):
    keep = labels > 0
    zero = torch.zeros_like(loc)
    residual = torch.where(keep.unsqueeze(-1), loc - boxes, zero)  #: saves
    loc_loss = residual.abs().mean()
    ce = F.cross_entropy(cls.transpose(1, 2), labels, reduction="none")
    hardness = ce.detach().clone()
    hardness[keep] = 0
    rank = hardness.argsort(1, descending=True).argsort(1)
    keep |= rank < ratio * keep.sum(1, keepdim=True)  #: overwrites
    return loc_loss + (ce * keep).sum() / keep.sum()


torch.manual_seed(0)
head = SSDHead()
optimizer = torch.optim.SGD(head.parameters(), lr=1e-2)
features = torch.randn(2, 4, 4, 4)
labels = torch.randint(0, 3, (2, 16)) * (torch.rand(2, 16) > 0.6)
boxes = torch.rand(2, 16, 4)
cls, loc = head(features)
loss = multibox_loss(cls, loc, labels, boxes)
optimizer.zero_grad()
loss.backward()  #: raises
optimizer.step()
