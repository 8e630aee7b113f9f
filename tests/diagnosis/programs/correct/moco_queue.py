#: nothing
import torch
import torch.nn as nn
import torch.nn.functional as F


class MoCo(nn.Module):
    def __init__(self, dim=4, size=8, m=0.9):
        super().__init__()
        self.q, self.k, self.m = nn.Linear(5, dim), nn.Linear(5, dim), m
        for pq, pk in zip(self.q.parameters(), self.k.parameters()):
            pk.data.copy_(pq.data)
            pk.requires_grad = False
        self.register_buffer("queue", F.normalize(torch.randn(dim, size), dim=0))
        self.register_buffer("ptr", torch.zeros(1, dtype=torch.long))

    @torch.no_grad()
    def momentum_update(self):
        for pq, pk in zip(self.q.parameters(), self.k.parameters()):
            pk.data = pk.data * self.m + pq.data * (1.0 - self.m)

    @torch.no_grad()
    def enqueue(self, keys):
        ptr = int(self.ptr)
        self.queue[:, ptr : ptr + len(keys)] = keys.t()
        self.ptr[0] = (ptr + len(keys)) % self.queue.size(1)

    def forward(self, a, b):
        q = F.normalize(self.q(a), dim=1)
        with torch.no_grad():
            self.momentum_update()
            k = F.normalize(self.k(b), dim=1)
        logits = torch.cat([(q * k).sum(1, keepdim=True), q @ self.queue.clone().detach()], dim=1)
        logits /= 0.07
        self.enqueue(k)
        return F.cross_entropy(logits, torch.zeros(len(a), dtype=torch.long))


torch.manual_seed(0)
model = MoCo()
optimizer = torch.optim.SGD(model.q.parameters(), lr=0.1)
for x in torch.randn(3, 4, 5):
    loss = model(x, x + 0.1)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
