#: code IL002
#: curable
import torch
import torch.nn as nn


class ConvStem(nn.Module):
    def __init__(self, dim, grid):
        super().__init__()
        self.proj = nn.Conv2d(3, dim, kernel_size=4, stride=4)
        self.gate = nn.Conv2d(dim, dim, kernel_size=1)
        self.pos = nn.Parameter(torch.zeros(1, dim, grid, grid))

    def forward(self, x):
        x = self.proj(x)
        gate = self.gate(x)  #: saves
        x += self.pos  #: overwrites
        return x * gate.sigmoid()


class ViT(nn.Module):
    def __init__(self, dim=8, classes=5):
        super().__init__()
        self.stem = ConvStem(dim, 2)
        self.norm = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, 16), nn.GELU(), nn.Linear(16, dim))
        self.head = nn.Linear(dim, classes)

    def forward(self, x):
        x = self.stem(x).flatten(2).transpose(1, 2)
        x = x + self.mlp(self.norm(x))
        return self.head(x.mean(1))


torch.manual_seed(0)
vit = ViT()
optimizer = torch.optim.AdamW(vit.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
images, labels = torch.randn(4, 3, 8, 8), torch.tensor([0, 1, 2, 3])
optimizer.zero_grad()
loss = criterion(vit(images), labels)
loss.backward()  #: raises
optimizer.step()
