#: code IL006
#: curable
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class ArcMargin(nn.Module):
    def __init__(self, dim, classes, s=8.0, m=0.3):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(classes, dim))
        nn.init.xavier_uniform_(self.weight)
        self.s, self.cos_m, self.sin_m = s, math.cos(m), math.sin(m)

    def renorm(self):
        with torch.no_grad():
            self.weight.div_(self.weight.norm(dim=1, keepdim=True))  #: overwrites

    def forward(self, x, label):
        cosine = F.linear(F.normalize(x), self.weight)  #: saves
        self.renorm()
        sine = (1 - cosine.clamp(-0.99, 0.99) ** 2).sqrt()
        phi = cosine * self.cos_m - sine * self.sin_m
        one_hot = torch.zeros_like(cosine)
        one_hot.scatter_(1, label.view(-1, 1), 1)
        return self.s * (one_hot * phi + (1 - one_hot) * cosine)


def run_epoch(backbone, margin, optimizer, loader):
    for x, y in loader:
        logits = margin(backbone(x), y)
        loss = F.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()


torch.manual_seed(0)
backbone = nn.Sequential(nn.Linear(6, 10), nn.PReLU(), nn.Linear(10, 5))
margin = ArcMargin(5, 4)
optimizer = torch.optim.SGD([{"params": backbone.parameters()}, {"params": margin.parameters()}], lr=0.1)
loader = [(torch.randn(4, 6), torch.randint(0, 4, (4,))) for _ in range(2)]
run_epoch(backbone, margin, optimizer, loader)
