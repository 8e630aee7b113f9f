#: code IL109
#: curable
import torch
import torch.nn as nn


class Controller(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.h0 = nn.Parameter(torch.zeros(1, hidden))
        self.cell = nn.GRUCell(3, hidden)

    def start(self, batch):
        state = self.h0.tanh().expand(batch, -1)  #: made
        state.add_(0.01 * torch.randn(batch, state.size(1)))  #: overwrites, raises
        return state

    def forward(self, xs):
        h = self.start(xs.size(1))
        for x in xs:
            h = self.cell(x, h)
        return h


def main():
    torch.manual_seed(0)
    model = Controller(4)
    model(torch.randn(3, 2, 3)).sum().backward()
    print(model.h0.grad)


main()
