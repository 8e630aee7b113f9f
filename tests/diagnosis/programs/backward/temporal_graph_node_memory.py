#: code IL007
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class TGN(nn.Module):
    """Temporal graph network: every node has a memory, events update it."""

    def __init__(self, nodes, dim):
        super().__init__()
        self.nodes, self.dim = nodes, dim
        self.message = nn.Linear(2 * dim + 1, dim)
        self.updater = nn.GRUCell(dim, dim)
        self.score = nn.Bilinear(dim, dim, 1)
        self.memory = torch.zeros(nodes, dim)

    def link(self, src, dst):
        return self.score(self.memory[src], self.memory[dst]).squeeze(1)

    def observe(self, src, dst, t):
        m = self.message(torch.cat([self.memory[src], self.memory[dst], t[:, None]], 1))
        new = self.updater(F.relu(m), self.memory[src])  #: saves
        self.memory = self.memory.index_copy(0, src, new)


def run(epochs=1):
    torch.manual_seed(0)
    model = TGN(6, 4)
    nn.init.normal_(model.memory)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    events = [(torch.tensor([0, 1]), torch.tensor([2, 3])), (torch.tensor([4, 2]), torch.tensor([5, 0])),
              (torch.tensor([3, 5]), torch.tensor([1, 4]))]
    for _ in range(epochs):
        for k, (src, dst) in enumerate(events):
            negative = dst.roll(1)
            model.observe(src, dst, torch.full((2,), float(k)))
            pos, neg = model.link(src, dst), model.link(src, negative)
            loss = F.softplus(-pos).mean() + F.softplus(neg).mean()
            optimizer.zero_grad()
            loss.backward(retain_graph=True)  #: raises
            optimizer.step()  #: overwrites


run()
