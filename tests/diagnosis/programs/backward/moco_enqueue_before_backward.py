#: code IL008
#: curable
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


class MoCo(nn.Module):
    def __init__(self, encoder, dim=4, K=8, m=0.99, T=0.2):
        super().__init__()
        self.K, self.m, self.T = K, m, T
        self.q, self.k = encoder, copy.deepcopy(encoder)
        self.k.requires_grad_(False)
        self.register_buffer("queue", F.normalize(torch.randn(dim, K), dim=0))
        self.ptr = 0

    @torch.no_grad()
    def momentum_update(self):
        for pq, pk in zip(self.q.parameters(), self.k.parameters()):
            pk.mul_(self.m).add_(pq, alpha=1 - self.m)

    @torch.no_grad()
    def enqueue(self, keys):
        n = keys.size(0)
        self.queue[:, self.ptr:self.ptr + n] = keys.t()  #: overwrites
        self.ptr = (self.ptr + n) % self.K

    def forward(self, im_q, im_k):
        q = F.normalize(self.q(im_q), dim=1)
        with torch.no_grad():
            self.momentum_update()
            k = F.normalize(self.k(im_k), dim=1)
        l_pos = torch.einsum("nc,nc->n", q, k).unsqueeze(-1)
        l_neg = torch.mm(q, self.queue)  #: saves
        logits = torch.cat([l_pos, l_neg], dim=1)
        logits /= self.T
        self.enqueue(k)
        return logits, torch.zeros(len(q), dtype=torch.long)


torch.manual_seed(0)
encoder = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace=True), nn.Linear(8, 4))
moco = MoCo(encoder)
optimizer = torch.optim.SGD(moco.q.parameters(), lr=0.03, momentum=0.9)
for it in range(2):
    x = torch.randn(2, 6)
    logits, labels = moco(x + 0.1 * torch.randn_like(x), x)
    loss = F.cross_entropy(logits, labels)
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()
