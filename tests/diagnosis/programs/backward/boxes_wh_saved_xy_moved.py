#: code IL003
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class RPNHead(nn.Module):
    def __init__(self, ch=6):
        super().__init__()
        self.conv = nn.Conv2d(ch, ch, 3, padding=1)
        self.delta = nn.Conv2d(ch, 4, 1)
        self.score = nn.Conv2d(ch, 1, 1)

    def forward(self, f):
        t = F.relu(self.conv(f), inplace=True)
        deltas = self.delta(t).permute(0, 2, 3, 1).reshape(-1, 4)
        return deltas, self.score(t).flatten()


def decode(deltas, anchors):
    boxes = anchors + deltas
    area = boxes[:, 2] * boxes[:, 3]  #: saves
    # centre to corner
    boxes[:, 0] -= boxes[:, 2] / 2  #: overwrites
    boxes[:, 1] -= boxes[:, 3] / 2  #: overwrites
    return boxes, area


def main():
    torch.manual_seed(0)
    backbone = nn.Conv2d(3, 6, 3, stride=2, padding=1)
    rpn = RPNHead()
    optimizer = torch.optim.SGD([*backbone.parameters(), *rpn.parameters()], lr=0.01)
    anchors = torch.rand(16, 4) + 1
    image, gt = torch.randn(1, 3, 8, 8), torch.rand(16, 4)
    deltas, scores = rpn(backbone(image))
    boxes, area = decode(deltas, anchors)
    loss = F.smooth_l1_loss(boxes, gt) + (area - 1).abs().mean() + scores.sigmoid().mean()
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()


main()
