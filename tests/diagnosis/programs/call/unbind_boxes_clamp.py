#: code IL103
#: curable
import torch
import torch.nn as nn


class BoxHead(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size
        self.fc = nn.Linear(16, 4)

    def clip(self, boxes):
        x1, y1, x2, y2 = boxes.unbind(-1)  #: made
        x1.clamp_(0, self.size)  #: overwrites, raises
        y1.clamp_(0, self.size)
        x2.clamp_(0, self.size)
        y2.clamp_(0, self.size)
        return torch.stack((x1, y1, x2, y2), dim=-1)

    def forward(self, features):
        centre, size = self.fc(features).exp().split(2, dim=-1)
        return self.clip(torch.cat((centre - size / 2, centre + size / 2), dim=-1))


torch.manual_seed(0)
head = BoxHead(32.0)
boxes = head(torch.randn(5, 16))
nn.functional.l1_loss(boxes, torch.rand(5, 4) * 32).backward()
print(head.fc.weight.grad.norm())
