#: nothing
import torch
import torch.nn as nn


class GraphConv(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.message, self.own = nn.Linear(dim, dim), nn.Linear(dim, dim)

    def forward(self, h, edges):
        src, dst = edges
        inbox = torch.zeros_like(h)
        inbox.index_add_(0, dst, self.message(h[src]))
        degree = torch.zeros(len(h)).index_add_(0, dst, torch.ones(len(dst)))
        inbox /= degree.clamp_(min=1).unsqueeze(1)
        out = self.own(h)
        out += inbox
        return out.relu_()


torch.manual_seed(0)
edges = torch.tensor([[0, 1, 2, 3, 0], [3, 3, 3, 0, 1]])
layers = nn.ModuleList([GraphConv(4), GraphConv(4)])
h = torch.randn(4, 4)
for layer in layers:
    h = layer(h, edges)
h.sum().backward()
print(h.sum().item(), layers[0].message.weight.grad.norm().item())
