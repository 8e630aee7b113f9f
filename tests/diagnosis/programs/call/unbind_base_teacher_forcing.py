#: code IL104
#: curable
import torch
import torch.nn as nn


class Decoder(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.embed = nn.Linear(3, dim)
        self.cell = nn.GRUCell(dim, dim)
        self.head = nn.Linear(dim, 3)

    def forward(self, sequence):
        inputs = self.embed(sequence)
        steps = inputs.unbind(1)  #: made
        inputs[:, 0] = 0.0  #: overwrites
        h = torch.zeros(sequence.size(0), inputs.size(-1))
        outputs = []
        for step in steps:
            h = self.cell(step, h)  #: raises
            outputs.append(self.head(h))
        return torch.stack(outputs, 1)


def main():
    torch.manual_seed(0)
    decoder = Decoder(6)
    x = torch.randn(2, 4, 3)
    loss = (decoder(x) - x).abs().mean()
    loss.backward()
    print(loss.item())


main()
