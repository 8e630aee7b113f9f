#: code IL219
#: curable
import torch


def suppress(scores, boxes, threshold=0.5):
    order = scores.argsort(descending=True)
    for rank, i in enumerate(order.tolist()):
        rest = order[rank + 1 :]
        overlap = 1 - (boxes[rest] - boxes[i]).abs().sum(1)
        scores[rest][overlap > threshold] = 0.0  #: overwrites
    return scores


torch.manual_seed(0)
boxes = torch.rand(6, 4) * 0.3
scores = torch.rand(6)
kept = suppress(scores, boxes) > 0.05
print(kept)
