#: code IL015
#: curable
import functools

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils import checkpoint as ckpt


class Attention(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.q, self.k, self.v = nn.Linear(dim, dim), nn.Linear(dim, dim), nn.Linear(dim, dim)

    def forward(self, x, mask):
        q, k, v = self.q(x), self.k(x), self.v(x)
        scores = torch.bmm(q, k.transpose(1, 2))  #: saves, raises
        scores /= q.size(-1) ** 0.5  #: overwrites
        scores.masked_fill_(mask, float("-inf"))  #: overwrites
        return torch.bmm(F.softmax(scores, -1), v)


def save_only_bmm(ctx, func, *args, **kwargs):
    if func == torch.ops.aten.bmm.default:
        return ckpt.CheckpointPolicy.MUST_SAVE
    return ckpt.CheckpointPolicy.PREFER_RECOMPUTE


def main():
    torch.manual_seed(0)
    attn, proj = Attention(6), nn.Linear(6, 6)
    optimizer = torch.optim.Adam([*attn.parameters(), *proj.parameters()], lr=1e-3)
    context_fn = functools.partial(ckpt.create_selective_checkpoint_contexts, save_only_bmm)
    mask = torch.ones(4, 4, dtype=torch.bool).triu(1)
    for step in range(2):
        x = torch.randn(2, 4, 6)
        y = ckpt.checkpoint(attn, x, mask, use_reentrant=False, context_fn=context_fn)
        loss = F.mse_loss(proj(x + y)[:, :-1], x[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


if __name__ == "__main__":
    main()
