#: code IL002
#: curable
import torch
import torch.nn as nn


class GraphConv(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.msg = nn.Linear(dim, dim)
        self.update = nn.Linear(dim, dim)

    def forward(self, x, edge_index):
        src, dst = edge_index
        m = self.msg(x)  #: saves
        degree = torch.zeros(x.size(0)).index_add_(0, dst, torch.ones(dst.numel()))
        degree.clamp_(min=1)
        x.index_add_(0, dst, m[src] / degree[dst, None])  #: overwrites
        return torch.relu(self.update(x))


class GNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(3, 8)
        self.convs = nn.ModuleList([GraphConv(8), GraphConv(8)])
        self.readout = nn.Linear(8, 2)

    def forward(self, x, edge_index):
        h = self.encoder(x)
        for conv in self.convs:
            h = conv(h, edge_index)
        return self.readout(h)


def main():
    torch.manual_seed(0)
    edges = torch.tensor([[0, 1, 2, 3, 3, 4], [1, 2, 0, 4, 0, 3]])
    x, y = torch.randn(5, 3), torch.tensor([0, 1, 0, 1, 1])
    model = GNN()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for epoch in range(2):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x, edges), y)
        loss.backward()  #: raises
        optimizer.step()


if __name__ == "__main__":
    main()
