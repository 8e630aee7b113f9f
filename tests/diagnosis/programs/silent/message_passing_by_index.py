#: code IL218
#: curable
import torch
import torch.nn as nn


class MessagePassing(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.message = nn.Linear(2 * dim, dim)
        self.update = nn.GRUCell(dim, dim)

    def forward(self, h, edges):
        src, dst = edges
        m = torch.tanh(self.message(torch.cat([h[src], h[dst]], dim=1)))
        inbox = torch.zeros_like(h)
        inbox[dst] += m  #: overwrites
        return self.update(inbox, h)


def main():
    torch.manual_seed(0)
    edges = torch.tensor([[0, 1, 2, 3, 0], [3, 3, 3, 0, 1]])
    layer = MessagePassing(4)
    h = torch.randn(4, 4)
    for _ in range(2):
        h = layer(h, edges)
    h.sum().backward()
    print(h[3], layer.message.weight.grad.norm())


main()
