#: code IL002
#: curable
import torch
import torch.nn as nn


def rotate_half(x):
    a, b = x[..., ::2], x[..., 1::2]
    return torch.stack((-b, a), dim=-1).flatten(-2)


class RotaryAttention(nn.Module):
    def __init__(self, dim, max_len=16):
        super().__init__()
        self.wq, self.wk, self.wv = (nn.Linear(dim, dim, bias=False) for _ in range(3))
        self.gate = nn.Linear(dim, 1)
        freq = 10000 ** (-torch.arange(0, dim, 2) / dim)
        angle = torch.arange(max_len)[:, None] * freq
        self.register_buffer("cos", angle.cos().repeat_interleave(2, -1))
        self.register_buffer("sin", angle.sin().repeat_interleave(2, -1))

    def forward(self, x):
        T = x.size(1)
        q, k, v = self.wq(x), self.wk(x), self.wv(x)
        strength = torch.sigmoid(self.gate(q))  #: saves
        turned = rotate_half(q)
        q *= self.cos[:T]  #: overwrites
        q += turned * self.sin[:T]  #: overwrites
        k = k * self.cos[:T] + rotate_half(k) * self.sin[:T]
        scores = q @ k.transpose(1, 2) / x.size(-1) ** 0.5
        causal = torch.full((T, T), float("-inf")).triu_(1)
        return strength * (torch.softmax(scores + causal, -1) @ v)


def step(model, opt, x):
    out = x + model(x)
    loss = (out[:, 1:] - x[:, :-1]).square().mean()
    opt.zero_grad()
    loss.backward()  #: raises
    opt.step()
    return float(loss.detach())


torch.manual_seed(0)
layer = RotaryAttention(8)
step(layer, torch.optim.Adam(layer.parameters()), torch.randn(2, 5, 8))
