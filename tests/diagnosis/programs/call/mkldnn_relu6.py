#: code IL118
#: curable
import torch
import torch.nn as nn
from torch.utils import mkldnn as mkldnn_utils


class ConvReLU6(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, 3, padding=1)

    def forward(self, x):
        out = self.conv(x)  #: made
        out.clamp_(0, 6)  #: overwrites, raises
        return out


torch.manual_seed(0)
net = nn.Sequential(ConvReLU6(1, 4), ConvReLU6(4, 2)).eval()
fast = mkldnn_utils.to_mkldnn(net)
with torch.no_grad():
    out = fast(torch.randn(1, 1, 6, 6).to_mkldnn())
print(out.to_dense().sum())
