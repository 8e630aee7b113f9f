#: code IL106
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class Probe(nn.Module):
    def __init__(self, backbone, dim, classes):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(dim, classes)

    @torch.inference_mode()
    def extract(self, x):
        self.backbone.eval()
        return self.backbone(x).flatten(1)  #: made

    def forward(self, x):
        return self.head(self.extract(x))  #: raises


torch.manual_seed(0)
backbone = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d(2))
model = Probe(backbone, 16, 3)
optimizer = torch.optim.SGD(model.head.parameters(), lr=0.1)
for x, y in [(torch.randn(4, 3, 8, 8), torch.randint(0, 3, (4,))) for _ in range(2)]:
    loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
