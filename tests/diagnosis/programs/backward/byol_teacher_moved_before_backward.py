#: code IL006
#: curable
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


class Encoder(nn.Module):
    def __init__(self, d=6, h=8, o=4):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(d, h), nn.BatchNorm1d(h), nn.ReLU(inplace=True))
        self.projector = nn.Linear(h, o)

    def forward(self, x):
        return self.projector(self.backbone(x))  #: saves


class BYOL(nn.Module):
    def __init__(self, m=0.99):
        super().__init__()
        self.online = Encoder()
        self.teacher = copy.deepcopy(self.online)
        self.predictor = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 4))
        self.m = m

    @torch.no_grad()
    def update_teacher(self):
        for p, t in zip(self.online.parameters(), self.teacher.parameters()):
            t.mul_(self.m)  #: overwrites
            t.add_((1 - self.m) * p)  #: overwrites

    def forward(self, v1, v2):
        p = F.normalize(self.predictor(self.online(v1)), dim=1)
        t = F.normalize(self.teacher(v2), dim=1)
        self.update_teacher()
        return 2 - 2 * (p * t).sum(1).mean()


torch.manual_seed(0)
byol = BYOL()
optimizer = torch.optim.SGD([*byol.online.parameters(), *byol.predictor.parameters()], lr=0.03, momentum=0.9)
x = torch.randn(8, 6)
for epoch in range(2):
    loss = byol(x + 0.1 * torch.randn_like(x), x + 0.1 * torch.randn_like(x))
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()
