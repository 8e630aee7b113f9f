#: code IL103
#: curable
import torch
import torch.nn as nn


class LSTMCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.x2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, x, state):
        h, c = state
        gates = self.x2h(x) + self.h2h(h)
        i, f, g, o = gates.chunk(4, dim=1)  #: made
        i.sigmoid_()  #: overwrites, raises
        f.sigmoid_()
        g.tanh_()
        o.sigmoid_()
        c = f * c + i * g
        return o * c.tanh(), c


torch.manual_seed(0)
cell = LSTMCell(3, 5)
h = c = torch.zeros(2, 5)
for x in torch.randn(4, 2, 3):
    h, c = cell(x, (h, c))
h.sum().backward()
print(cell.x2h.weight.grad.abs().sum())
