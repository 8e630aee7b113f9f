#: nothing
import torch
import torch.nn as nn


class Normaliser(nn.Module):
    def __init__(self, dim, momentum=0.1):
        super().__init__()
        self.momentum = momentum
        self.register_buffer("mean", torch.zeros(dim))
        self.register_buffer("count", torch.tensor(0))

    def forward(self, x):
        if self.training:
            self.mean.lerp_(x.detach().mean(0), self.momentum)
            self.count += 1
        return x - self.mean


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), Normaliser(4), nn.ReLU(inplace=True), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(3):
    loss = model(torch.randn(8, 3)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item(), model[1].mean, model[1].count)
