#: code IL106
#: curable
import torch
from torch import nn


class Smoother(nn.Module):
    def __init__(self, dim, momentum=0.9):
        super().__init__()
        self.momentum = momentum
        self.register_buffer("average", torch.zeros(dim))

    def forward(self, x):
        if self.training:
            self.average.mul_(self.momentum).add_(x.detach().mean(0), alpha=1 - self.momentum)  #: overwrites, raises
        else:
            self.average = self.momentum * self.average + (1 - self.momentum) * x.mean(0)  #: made
        return x - self.average


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 3), Smoother(3))
model.eval()
with torch.inference_mode():
    model(torch.randn(4, 3))
model.train()
loss = model(torch.randn(4, 3)).pow(2).mean()
loss.backward()
print(loss.item())
