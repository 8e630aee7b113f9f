#: code IL223
#: curable
import torch
from torch import nn

torch.manual_seed(0)


class Annealer:
    def __init__(self, levels):
        self.temperature = torch.tensor(levels)

    def cool(self, rate):
        for i in range(len(self.temperature)):
            self.temperature[i] = self.temperature[i] * rate  #: overwrites


annealer = Annealer([10, 5, 2])
scores = nn.Linear(4, 3)(torch.randn(2, 4)).detach()
for _ in range(3):
    annealer.cool(0.9)
print((scores / annealer.temperature).softmax(1), annealer.temperature)
