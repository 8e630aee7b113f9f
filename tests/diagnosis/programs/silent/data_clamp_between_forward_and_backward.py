#: code IL201
#: curable
import torch
import torch.nn as nn


class MonotoneNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = nn.Linear(2, 8), nn.Linear(8, 1)

    def forward(self, x):
        return self.l2(torch.tanh(self.l1(x)))  #: saves


def make_monotone(model):
    for layer in (model.l1, model.l2):
        layer.weight.data.clamp_(min=0.0)  #: overwrites


torch.manual_seed(0)
model = MonotoneNet()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(16, 2), torch.randn(16, 1)
for epoch in range(2):
    loss = (model(x) - y).pow(2).mean()
    make_monotone(model)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(model.l1.weight.grad)
