#: code IL205
#: curable
import torch
import torch.nn as nn
from torch.autograd.graph import save_on_cpu


class Gate(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc = nn.Linear(dim, dim)

    def forward(self, x, mask):
        g = torch.sigmoid(self.fc(x))  #: saves
        g *= mask  #: overwrites
        return x * g


torch.manual_seed(0)
model = Gate(4)
x = torch.randn(3, 4)
mask = torch.tensor([1.0, 0.0, 1.0, 0.5])
with save_on_cpu():
    out = model(x, mask)
out.sum().backward()
print(model.fc.weight.grad)
