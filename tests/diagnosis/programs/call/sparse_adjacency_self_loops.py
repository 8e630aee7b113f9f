#: code IL118
#: curable
import torch
from torch import nn


class GCN(nn.Module):
    def __init__(self, fin, fout):
        super().__init__()
        self.fc = nn.Linear(fin, fout)

    def forward(self, adj, x):
        return torch.sparse.mm(adj, self.fc(x))


def build_graph(edges, nodes):
    index = torch.tensor(edges).t()
    values = torch.ones(index.size(1))
    adj = torch.sparse_coo_tensor(index, values, (nodes, nodes), check_invariants=True)  #: made
    adj += torch.eye(nodes)  #: overwrites, raises
    return adj


torch.manual_seed(0)
model = GCN(3, 2)
adj = build_graph([(0, 1), (1, 2), (2, 0)], 3)
model(adj, torch.randn(3, 3)).sum().backward()
print(model.fc.weight.grad)
