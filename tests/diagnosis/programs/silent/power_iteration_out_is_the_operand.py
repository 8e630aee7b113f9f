#: code IL222
#: curable
import torch
from torch import nn


class SpectralMonitor:
    def __init__(self, layer, steps=5):
        self.layer, self.steps = layer, steps
        self.v = nn.functional.normalize(torch.ones(layer.in_features), dim=0)

    @torch.no_grad()
    def largest_singular_value(self):
        gram = self.layer.weight.t() @ self.layer.weight
        for _ in range(self.steps):
            torch.mv(gram, self.v, out=self.v)  #: overwrites
            self.v /= self.v.norm().clamp(min=1e-12)
        return (self.layer.weight @ self.v).norm()


torch.manual_seed(0)
monitor = SpectralMonitor(nn.Linear(4, 4))
print(monitor.largest_singular_value())
