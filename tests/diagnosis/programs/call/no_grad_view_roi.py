#: code IL105
#: curable
import torch
import torch.nn as nn


@torch.no_grad()
def best_window(features, size=3):
    score = features.abs().sum(1, keepdim=True).mean(0)[0]
    flat = nn.functional.avg_pool2d(score[None, None], size, 1)[0, 0]
    index = int(flat.argmax())
    top, left = divmod(index, flat.shape[1])
    return features[:, :, top : top + size, left : left + size]  #: made


class Refiner(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Conv2d(1, 4, 3, padding=1)
        self.gain = nn.Parameter(torch.ones(1, 4, 1, 1))

    def forward(self, x):
        features = self.backbone(x)
        window = best_window(features)
        window *= self.gain  #: overwrites, raises
        return features.mean((2, 3))


torch.manual_seed(0)
net = Refiner()
net(torch.randn(2, 1, 8, 8)).sum().backward()
print(net.gain.grad)
