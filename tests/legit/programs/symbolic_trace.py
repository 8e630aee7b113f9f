import torch
from torch import fx


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 2)

    def forward(self, x):
        return torch.relu(self.linear(x)) + x


graph = fx.symbolic_trace(Net())
print([f"{node.op}:{node.target}" for node in graph.graph.nodes if node.op != "call_function"])
print(graph(torch.ones(1, 2)).shape)
