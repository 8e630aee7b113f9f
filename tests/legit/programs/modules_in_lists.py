import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(2, 2) for _ in range(3))
        self.heads = nn.ModuleDict({"a": nn.Linear(2, 1), "b": nn.Linear(2, 3)})
        self.scale = nn.Parameter(torch.ones(1))
        self.register_buffer("steps", torch.zeros(1))

    def forward(self, x):
        self.steps += 1
        for layer in self.layers:
            x = layer(x).relu_()
        return {name: head(x) * self.scale for name, head in self.heads.items()}


net = Net()
print({name: tuple(y.shape) for name, y in net(torch.ones(1, 2)).items()}, net.steps)
print(net)
print(list(net.state_dict())[:3], sum(p.numel() for p in net.parameters()))
