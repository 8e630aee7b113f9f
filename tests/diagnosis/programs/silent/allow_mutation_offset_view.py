#: code IL206
#: curable
import torch
import torch.nn as nn
from torch.autograd.graph import allow_mutation_on_saved_tensors


class TailPenalty(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 6)

    def forward(self, x):
        h = self.fc(x)[0]
        tail = h[2:]
        penalty = (tail**3).sum()  #: saves
        h.mul_(0.0)  #: overwrites
        return penalty + h.sum()


torch.manual_seed(0)
model = TailPenalty()
with allow_mutation_on_saved_tensors():
    loss = model(torch.randn(1, 4))
    loss.backward()
print(model.fc.bias.grad)
