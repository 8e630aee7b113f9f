#: code IL113
#: curable
import torch
import torch.nn as nn


class MaskedExperts(nn.Module):
    def __init__(self, dim, experts=2):
        super().__init__()
        self.router = nn.Linear(dim, experts)
        self.experts = nn.ModuleList(nn.Linear(dim, dim) for _ in range(experts))

    def forward(self, x):
        choice = self.router(x).argmax(-1)
        out = torch.zeros_like(x)  #: made
        for i, expert in enumerate(self.experts):
            picked = choice == i
            out[picked] = expert(x[picked])  #: overwrites, raises
        return out


torch.manual_seed(0)
layer = MaskedExperts(4)
x = torch.randn(6, 4)
with torch.autocast("cpu", dtype=torch.bfloat16):
    loss = layer(x).pow(2).mean()
loss.backward()
print(loss.item())
