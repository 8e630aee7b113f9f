#: code IL114
#: curable
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
data = [torch.randn(5, 3) for _ in range(3)]


def feature_mean(model, loader):
    total, seen = torch.zeros(2), 0
    with torch.no_grad():
        for batch in loader:
            total += model(batch)  #: overwrites, raises
            seen += len(batch)
    return total / seen


print(feature_mean(model, data))
