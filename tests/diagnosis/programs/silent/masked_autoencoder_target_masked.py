#: code IL211
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class MaskedAutoencoder(nn.Module):
    def __init__(self, patches, dim):
        super().__init__()
        self.encoder = nn.Linear(dim, 8)
        self.decoder = nn.Linear(8, dim)
        self.register_buffer("mask", torch.arange(patches) % 2 == 0)

    def forward(self, patches):
        patches[:, self.mask] = 0.0  #: overwrites
        return self.decoder(F.gelu(self.encoder(patches)))


def step(model, optimizer, images):
    prediction = model(images)
    loss = F.mse_loss(prediction[:, model.mask], images[:, model.mask])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


torch.manual_seed(0)
model = MaskedAutoencoder(6, 4)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
print([round(step(model, optimizer, torch.rand(2, 6, 4)), 4) for _ in range(2)])
