#: nothing
import torch
import torch.nn as nn


class StateSpace(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.inp, self.out = nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, 1)
        self.gain = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        h = self.inp(x)
        head = h[:, : x.size(1)]
        head += self.gain
        h[:, -1] = 0
        return self.out(torch.tanh(h))


torch.manual_seed(0)
model = StateSpace(3)
loss = model(torch.randn(4, 3)).sum()
loss.backward()
print(loss.item(), model.gain.grad)
