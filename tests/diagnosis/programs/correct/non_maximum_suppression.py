#: nothing
import torch


def iou(a, b):
    lt = torch.maximum(a[:, None, :2], b[None, :, :2])
    rb = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    wh = (rb - lt).clamp_(min=0)
    inter = wh[..., 0] * wh[..., 1]
    area = lambda x: (x[:, 2] - x[:, 0]) * (x[:, 3] - x[:, 1])
    return inter / (area(a)[:, None] + area(b)[None] - inter)


def nms(boxes, scores, threshold=0.5):
    order = scores.argsort(descending=True)
    overlaps = iou(boxes[order], boxes[order])
    keep = torch.ones(len(boxes), dtype=torch.bool)
    for i in range(len(boxes)):
        if keep[i]:
            keep[i + 1 :] &= overlaps[i, i + 1 :] <= threshold
    return order[keep]


torch.manual_seed(0)
corner = torch.rand(8, 2)
boxes = torch.cat([corner, corner + 0.5], dim=1)
scores = torch.rand(8)
scores[scores < 0.1] = 0
values, index = scores.sort(descending=True)
print(nms(boxes, scores), values[:3])
