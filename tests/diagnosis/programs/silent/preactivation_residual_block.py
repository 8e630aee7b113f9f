#: code IL209
#: curable
import torch
import torch.nn as nn


class PreActBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.relu = nn.ReLU(inplace=True)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)

    def forward(self, x):
        identity = x  #: saves
        out = self.relu(x)  #: overwrites
        out = self.conv1(out)
        out = self.conv2(self.relu(self.bn(out)))
        return out + identity


torch.manual_seed(0)
net = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), PreActBlock(4), nn.AdaptiveAvgPool2d(1), nn.Flatten())
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
loss = net(torch.randn(2, 1, 6, 6)).pow(2).mean()
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(loss.item(), net[0].weight.grad.flatten()[:4])
