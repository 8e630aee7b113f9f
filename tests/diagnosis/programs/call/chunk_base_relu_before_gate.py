#: code IL104
#: curable
import torch
import torch.nn as nn


class GatedConv(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.conv = nn.Conv2d(cin, 2 * cout, 3, padding=1)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x):
        h = self.conv(x)
        feature, gate = h.chunk(2, dim=1)  #: made
        self.act(h)  #: overwrites
        return feature * torch.sigmoid(gate)  #: raises


torch.manual_seed(0)
net = nn.Sequential(GatedConv(1, 4), GatedConv(4, 1))
out = net(torch.randn(2, 1, 6, 6))
out.mean().backward()
print(out.shape)
