#: code IL001
#: curable
import torch
from torch import nn


def l1_normalise_(t, eps=1e-6):
    """Rows sum to one."""
    total = t.detach().sum(dim=-1, keepdim=True)
    t.div_(total + eps)  #: overwrites
    return t


class SlotAttention(nn.Module):
    def __init__(self, slots, dim):
        super().__init__()
        self.mu = nn.Parameter(torch.randn(1, slots, dim))
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.gru = nn.GRUCell(dim, dim)

    def forward(self, inputs, iters=2):
        b, _, d = inputs.shape
        slots = self.mu.expand(b, -1, -1)
        k, v = self.k(inputs), self.v(inputs)
        for _ in range(iters):
            logits = self.q(slots) @ k.transpose(1, 2)
            attn = torch.softmax(logits, dim=1)  #: saves
            attn = l1_normalise_(attn)
            updates = attn @ v
            slots = self.gru(updates.reshape(-1, d), slots.reshape(-1, d)).view(b, -1, d)
        return slots


def main():
    torch.manual_seed(0)
    module = SlotAttention(3, 6)
    x = torch.randn(2, 5, 6)
    x -= x.mean()
    loss = module(x).pow(2).sum()
    loss.backward()  #: raises


main()
