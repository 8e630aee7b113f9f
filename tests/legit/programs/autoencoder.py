import torch
from torch import nn


class Auto(nn.Module):
    def __init__(self):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(8, 4), nn.LeakyReLU(0.1, inplace=True), nn.Dropout(0.2))
        self.decode = nn.Sequential(nn.Linear(4, 8), nn.Sigmoid())

    def forward(self, x):
        return self.decode(self.encode(x))


torch.manual_seed(0)
model, x = Auto(), torch.rand(16, 8)
optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-2)
for epoch in range(4):
    loss = nn.functional.binary_cross_entropy(model(x), x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(round(loss.item(), 4))
