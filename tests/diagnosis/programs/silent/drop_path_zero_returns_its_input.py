#: code IL212
#: also IL209
#: curable
import torch
from torch import nn


def drop_path(x, p, training):
    if p == 0.0 or not training:
        return x
    keep = (torch.rand(x.size(0), 1) > p).float()
    return x * keep / (1 - p)


class Layer(nn.Module):
    def __init__(self, dim, p):
        super().__init__()
        self.p, self.fc = p, nn.Linear(dim, dim)
        self.gamma = nn.Parameter(torch.full((dim,), 0.1))

    def forward(self, x):
        y = drop_path(x, self.p, self.training)  #: made
        y *= 0.1  #: overwrites
        return x + self.fc(y) * self.gamma


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 4), Layer(4, 0.0), Layer(4, 0.2))
model.eval()
with torch.inference_mode():
    print(model(torch.randn(3, 2)))
