#: code IL120
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class SharedEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace=True))
        self.classify = nn.Linear(8, 3)
        self.reconstruct = nn.Linear(8, 6)

    def forward(self, x):
        h = self.encoder(x)
        return self.classify(h), self.reconstruct(h)


torch.manual_seed(0)
model = SharedEncoder()
optimizer = torch.optim.Adam(model.parameters())
x, y = torch.randn(4, 6), torch.randint(0, 3, (4,))
for epoch in range(2):
    logits, recon = model(x)
    optimizer.zero_grad()
    F.cross_entropy(logits, y).backward()
    F.mse_loss(recon, x).backward()  #: raises
    optimizer.step()
print(epoch)
