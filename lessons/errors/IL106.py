import torch
from torch import nn

torch.manual_seed(0)
backbone, head = nn.Linear(4, 3), nn.Linear(3, 1)

with torch.inference_mode():
    features = backbone(torch.randn(2, 4))  #: made
loss = head(features).sum()  #: raises
loss.backward()
