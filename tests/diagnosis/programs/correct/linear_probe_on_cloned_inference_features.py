#: nothing
import torch
from torch import nn

torch.manual_seed(0)
backbone = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace=True)).eval()
head = nn.Linear(8, 3)
optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
for _ in range(2):
    x, y = torch.randn(4, 6), torch.randint(0, 3, (4,))
    with torch.inference_mode():
        features = backbone(x)
        features -= features.mean(0)
    loss = nn.functional.cross_entropy(head(features.clone()), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
