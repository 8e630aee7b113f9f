#: code IL227
#: curable
import torch
from torch import nn


class Meter:
    def __init__(self):
        self.sum, self.count = torch.zeros(()), 0

    def update(self, value, n):
        self.sum += value * n  #: overwrites
        self.count += n

    @property
    def average(self):
        return self.sum / self.count


def validate(model, batches):
    model.eval()
    meter = Meter()
    for x, y in batches:
        meter.update(nn.functional.mse_loss(model(x), y), len(x))
    return meter.average


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 32), nn.Tanh(), nn.Linear(32, 1))
print(validate(model, [(torch.randn(16, 3), torch.randn(16, 1)) for _ in range(5)]))
