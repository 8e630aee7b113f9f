#: code IL216
#: curable
import torch
from torch import nn

torch.manual_seed(0)
encoder = nn.Sequential(nn.Linear(4, 6), nn.ReLU(inplace=True), nn.Linear(6, 2)).eval()


def class_means(encoder, batches, classes):
    sums = [torch.zeros(2)] * classes  #: saves
    counts = [0] * classes
    with torch.no_grad():
        for x, y in batches:
            for feature, label in zip(encoder(x), y.tolist()):
                sums[label] += feature  #: overwrites
                counts[label] += 1
    return torch.stack([s / max(c, 1) for s, c in zip(sums, counts)])


batches = [(torch.randn(6, 4), torch.randint(0, 3, (6,))) for _ in range(2)]
print(class_means(encoder, batches, 3))
