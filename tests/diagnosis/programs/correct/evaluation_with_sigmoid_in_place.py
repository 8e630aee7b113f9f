#: nothing
import torch
import torch.nn as nn


class Segmenter(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(inplace=True))
        self.head = nn.Conv2d(4, 1, 1)

    def forward(self, x):
        return self.head(self.body(x))


@torch.no_grad()
def dice(model, batches, threshold=0.5):
    model.eval()
    hits, total = 0.0, 0.0
    for x, mask in batches:
        prob = model(x).sigmoid_()
        prob[prob < threshold] = 0
        prob[prob >= threshold] = 1
        hits += 2 * (prob * mask).sum().item()
        total += (prob.sum() + mask.sum()).item()
    return hits / total


torch.manual_seed(0)
batches = [(x := torch.randn(2, 1, 6, 6), (x > 0).float()) for _ in range(2)]
print(dice(Segmenter(), batches))
