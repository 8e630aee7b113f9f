#: code IL211
#: curable
import torch
import torch.nn as nn


class Autoencoder(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.encoder = nn.Sequential(nn.ReLU(inplace=True), nn.Linear(dim, 3), nn.ReLU(inplace=True))
        self.decoder = nn.Linear(3, dim)

    def forward(self, x):
        return self.decoder(self.encoder(x))  #: overwrites


torch.manual_seed(0)
model = Autoencoder(5)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
x = torch.randn(8, 5)
for epoch in range(2):
    reconstruction = model(x)
    loss = nn.functional.mse_loss(reconstruction, x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, round(loss.item(), 5))
