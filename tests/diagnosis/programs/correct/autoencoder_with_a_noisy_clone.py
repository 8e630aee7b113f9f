#: nothing
import torch
import torch.nn as nn


class Denoiser(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.net = nn.Sequential(nn.ReLU(inplace=True), nn.Linear(dim, 6), nn.ReLU(inplace=True), nn.Linear(6, dim))

    def forward(self, x):
        return self.net(x.clone())


torch.manual_seed(0)
model = Denoiser(5)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
data = torch.randn(8, 5)
for epoch in range(2):
    noisy = data.clone()
    noisy += 0.1 * torch.randn_like(noisy)
    noisy[torch.rand_like(noisy) < 0.2] = 0
    loss = nn.functional.mse_loss(model(noisy), data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
