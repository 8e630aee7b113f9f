#: code IL002
#: curable
import torch
import torch.nn as nn


def clip_boxes_(boxes, h, w):
    boxes[:, 0::2].clamp_(0, w)  #: overwrites
    boxes[:, 1::2].clamp_(0, h)  #: overwrites
    return boxes


def box_area(b):
    return (b[:, 2] - b[:, 0]).clamp(min=0) * (b[:, 3] - b[:, 1]).clamp(min=0)


def iou_loss(pred, gt):
    lt = torch.max(pred[:, :2], gt[:, :2])
    rb = torch.min(pred[:, 2:], gt[:, 2:])  #: saves
    wh = (rb - lt).clamp(min=0)
    inter = wh[:, 0] * wh[:, 1]
    union = box_area(pred) + box_area(gt) - inter
    return 1 - inter / (union + 1e-6)


class BoxHead(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, 16)
        self.fc2 = nn.Linear(16, 4)

    def forward(self, roi):
        d = self.fc2(torch.relu(self.fc1(roi)))
        centre, size = d[:, :2] * 8 + 8, d[:, 2:].exp() * 4
        return torch.cat([centre - size, centre + size], 1)


torch.manual_seed(0)
head = BoxHead()
optimizer = torch.optim.SGD(head.parameters(), lr=0.01)
rois = torch.randn(5, 10)
gt = torch.tensor([[2.0, 2, 10, 10], [0, 0, 5, 5], [4, 4, 12, 9], [1, 3, 8, 8], [5, 5, 15, 15]])
gt.clamp_(0, 16)
boxes = head(rois)
loss = iou_loss(boxes, gt).mean()
proposals = clip_boxes_(boxes, 16, 16)
print(proposals.shape)
optimizer.zero_grad()
loss.backward()  #: raises
optimizer.step()
