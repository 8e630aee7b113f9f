#: code IL002
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class Router(nn.Module):
    """Top-1 mixture of experts."""

    def __init__(self, dim, experts):
        super().__init__()
        self.gate = nn.Linear(dim, experts)
        self.experts = nn.ModuleList(nn.Linear(dim, dim) for _ in range(experts))
        self.aux = None

    def forward(self, x):
        logits = self.gate(x)
        self.aux = logits.square().mean()  #: saves
        if self.training:
            logits += torch.randn_like(logits) * 0.1  #: overwrites
        logits.div_(0.5)  #: overwrites
        weight, chosen = F.softmax(logits, -1).max(-1)
        out = torch.zeros_like(x)
        for i, expert in enumerate(self.experts):
            rows = (chosen == i).nonzero().squeeze(1)
            out = out.index_add(0, rows, expert(x[rows]) * weight[rows, None])
        return out


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(12, 6)
        self.moe = Router(6, 3)
        self.lm = nn.Linear(6, 12)

    def forward(self, tokens):
        h = self.emb(tokens)
        return self.lm(h + self.moe(h))


torch.manual_seed(0)
model = Model()
opt = torch.optim.AdamW(model.parameters(), lr=1e-3)
for step in range(2):
    tokens = torch.randint(0, 12, (10,))
    logits = model(tokens[:-1])
    loss = F.cross_entropy(logits, tokens[1:]) + 1e-3 * model.moe.aux
    opt.zero_grad()
    loss.backward()  #: raises
    opt.step()
