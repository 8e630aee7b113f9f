#: code IL015
#: curable
import functools

import torch
import torch.nn as nn
from torch.utils.checkpoint import CheckpointPolicy, checkpoint, create_selective_checkpoint_contexts

KEEP = {torch.ops.aten.mm.default, torch.ops.aten.addmm.default}


def policy(ctx, op, *args, **kwargs):
    return CheckpointPolicy.MUST_SAVE if op in KEEP else CheckpointPolicy.PREFER_RECOMPUTE


class FFN(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.up = nn.Linear(dim, hidden)
        self.down = nn.Linear(hidden, dim)

    def forward(self, x):
        h = self.up(x)  #: saves, raises
        h *= 0.5  #: overwrites
        return self.down(torch.tanh(h))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.inp = nn.Linear(5, 6)
        self.ffn = FFN(6, 12)
        self.out = nn.Linear(6, 1)

    def forward(self, x):
        h = self.inp(x)
        context_fn = functools.partial(create_selective_checkpoint_contexts, policy)
        h = h + checkpoint(self.ffn, h, use_reentrant=False, context_fn=context_fn)
        return self.out(h)


torch.manual_seed(0)
model = Model()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
x = torch.randn(4, 5)
loss = nn.functional.mse_loss(model(x), x.mean(1, keepdim=True))
optimizer.zero_grad()
loss.backward()
optimizer.step()
