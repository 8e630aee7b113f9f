#: code IL001
#: curable
import torch
import torch.nn as nn


class YoloHead(nn.Module):
    stride = 8

    def __init__(self, ch=8, anchors=((10.0, 13.0), (16.0, 30.0)), nc=2):
        super().__init__()
        self.na, self.no = len(anchors), 5 + nc
        self.m = nn.Conv2d(ch, self.na * self.no, 1)
        self.register_buffer("anchors", torch.tensor(anchors).view(1, -1, 1, 1, 2))

    @staticmethod
    def make_grid(nx, ny):
        yv, xv = torch.meshgrid(torch.arange(ny), torch.arange(nx), indexing="ij")
        return torch.stack((xv, yv), 2).view(1, 1, ny, nx, 2).float()

    def forward(self, x):
        bs, _, ny, nx = x.shape
        p = self.m(x).view(bs, self.na, self.no, ny, nx).permute(0, 1, 3, 4, 2).contiguous()
        y = p.sigmoid()  #: saves
        y[..., 0:2] += self.make_grid(nx, ny)  #: overwrites
        y[..., 0:2] *= self.stride  #: overwrites
        wh = y[..., 2:4].clone()
        wh *= 2
        return y[..., 0:2], wh ** 2 * self.anchors, y[..., 4:]


torch.manual_seed(0)
backbone = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.SiLU(inplace=True))
head = YoloHead()
optimizer = torch.optim.SGD([*backbone.parameters(), *head.parameters()], lr=1e-3)
images = torch.randn(2, 3, 8, 8)
for i in range(2):
    xy, wh, conf = head(backbone(images))
    loss = xy.mean() / 100 + wh.mean() / 100 + conf.mean()
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()
