#: nothing
import torch
import torch.nn as nn


class CachedAttention(nn.Module):
    def __init__(self, dim, max_len):
        super().__init__()
        self.qkv = nn.Linear(dim, 3 * dim)
        self.register_buffer("k_cache", torch.zeros(1, max_len, dim))
        self.register_buffer("v_cache", torch.zeros(1, max_len, dim))

    def forward(self, x, pos):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        self.k_cache[:, pos] = k[:, 0]
        self.v_cache[:, pos] = v[:, 0]
        keys, values = self.k_cache[:, : pos + 1], self.v_cache[:, : pos + 1]
        weights = (q @ keys.transpose(1, 2) / q.size(-1) ** 0.5).softmax(-1)
        return weights @ values


@torch.no_grad()
def generate(layer, x, steps):
    outputs = []
    for pos in range(steps):
        x = layer(x, pos)
        outputs.append(x)
    return torch.cat(outputs, dim=1)


torch.manual_seed(0)
print(generate(CachedAttention(4, 6), torch.randn(1, 1, 4), 4).sum().item())
