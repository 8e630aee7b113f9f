#: code IL001
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class DenseLayer(nn.Module):
    def __init__(self, in_channels, growth, drop=0.2):
        super().__init__()
        self.norm = nn.BatchNorm2d(in_channels)
        self.conv = nn.Conv2d(in_channels, growth, 3, padding=1, bias=False)
        self.drop = drop

    def forward(self, inputs):
        x = torch.cat(inputs, 1)
        x = F.relu(self.norm(x), inplace=True)
        out = torch.relu(self.conv(x))  #: saves
        if self.drop > 0:
            out = F.dropout(out, self.drop, self.training, inplace=True)  #: overwrites
        return out


class DenseBlock(nn.Module):
    def __init__(self, channels, growth, n):
        super().__init__()
        self.layers = nn.ModuleList(DenseLayer(channels + i * growth, growth) for i in range(n))

    def forward(self, x):
        features = [x]
        for layer in self.layers:
            features.append(layer(features))
        return torch.cat(features, 1)


torch.manual_seed(0)
stem = nn.Conv2d(1, 4, 3, padding=1)
block = DenseBlock(4, 3, 2)
fc = nn.Linear(10, 2)
params = [*stem.parameters(), *block.parameters(), *fc.parameters()]
opt = torch.optim.SGD(params, lr=0.05, momentum=0.9)

x, y = torch.randn(4, 1, 6, 6), torch.tensor([0, 1, 1, 0])
logits = fc(block(stem(x)).mean((2, 3)))
loss = F.cross_entropy(logits, y)
opt.zero_grad()
loss.backward()  #: raises
opt.step()
