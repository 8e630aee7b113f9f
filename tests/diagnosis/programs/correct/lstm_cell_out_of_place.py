#: nothing
import torch
import torch.nn as nn


class LSTMCell(nn.Module):
    def __init__(self, fin, hidden):
        super().__init__()
        self.x2h, self.h2h = nn.Linear(fin, 4 * hidden), nn.Linear(hidden, 4 * hidden)
        self.h2h.bias.data[hidden : 2 * hidden] = 1.0

    def forward(self, x, state):
        h, c = state
        gates = self.x2h(x)
        gates += self.h2h(h)
        i, f, g, o = gates.chunk(4, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


def main():
    torch.manual_seed(0)
    cell = LSTMCell(2, 3)
    state = (torch.zeros(2, 3), torch.zeros(2, 3))
    outputs = []
    for x in torch.randn(5, 2, 2):
        state = cell(x, state)
        outputs.append(state[0])
    loss = torch.stack(outputs).pow(2).mean()
    loss.backward()
    print(loss.item(), cell.x2h.weight.grad.norm().item())


main()
