#: code IL110
#: curable
import torch
import torch.nn as nn


class GraphLearner(nn.Module):
    def __init__(self, nodes, dim):
        super().__init__()
        self.e1 = nn.Parameter(torch.randn(nodes, dim))
        self.e2 = nn.Parameter(torch.randn(nodes, dim))

    def forward(self):
        adj = torch.relu(torch.tanh(self.e1 @ self.e2.t()))
        adj += adj.t()  #: overwrites, raises
        return adj / adj.sum(1, keepdim=True).clamp(min=1e-6)


torch.manual_seed(0)
learner = GraphLearner(4, 3)
out = learner() @ torch.randn(4, 2)
out.sum().backward()
print(learner.e1.grad)
