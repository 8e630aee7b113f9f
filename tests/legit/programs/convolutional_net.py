import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.MaxPool2d(2),
    nn.Conv2d(4, 8, 3, groups=2), nn.GroupNorm(2, 8), nn.GELU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 3),
)
x = torch.randn(2, 1, 12, 12)
loss = nn.CrossEntropyLoss(label_smoothing=0.1)(net(x), torch.tensor([0, 2]))
loss.backward()
net.eval()
with torch.inference_mode():
    print(net(x).argmax(1).shape, round(loss.item(), 3))
