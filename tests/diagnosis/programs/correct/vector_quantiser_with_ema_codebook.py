#: nothing
import torch
import torch.nn as nn
import torch.nn.functional as F


class VQ(nn.Module):
    def __init__(self, codes, dim, decay=0.9):
        super().__init__()
        self.decay = decay
        self.register_buffer("embed", torch.randn(codes, dim))
        self.register_buffer("size", torch.ones(codes))
        self.register_buffer("total", self.embed.clone())

    def forward(self, z):
        index = torch.cdist(z.detach(), self.embed).argmin(1)
        quantised = F.embedding(index, self.embed)
        if self.training:
            onehot = F.one_hot(index, len(self.size)).type_as(z)
            self.size.mul_(self.decay).add_(onehot.sum(0), alpha=1 - self.decay)
            self.total.mul_(self.decay).add_(onehot.t() @ z.detach(), alpha=1 - self.decay)
            self.embed.copy_(self.total / self.size.unsqueeze(1))
        loss = F.mse_loss(z, quantised.detach())
        return z + (quantised - z).detach(), loss


torch.manual_seed(0)
enc, vq, dec = nn.Linear(4, 2), VQ(5, 2), nn.Linear(2, 4)
optimizer = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
for _ in range(2):
    x = torch.randn(8, 4)
    q, commit = vq(enc(x))
    loss = F.mse_loss(dec(q), x) + 0.25 * commit
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item(), vq.size)
