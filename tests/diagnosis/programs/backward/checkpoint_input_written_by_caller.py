#: code IL012
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint


class TransformerLayer(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.mlp = nn.Sequential(nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim))

    def attend(self, x):
        q, k, v = self.qkv(self.ln1(x)).chunk(3, -1)
        return F.scaled_dot_product_attention(q, k, v)

    def ffn(self, x):
        return self.mlp(self.ln2(x))

    def forward(self, x):
        x = x + self.attend(x)
        y = checkpoint(self.ffn, x, use_reentrant=False)  #: saves
        x += y  #: overwrites
        return x


def main():
    torch.manual_seed(0)
    emb = nn.Embedding(16, 8)
    layers = nn.Sequential(TransformerLayer(8), TransformerLayer(8))
    head = nn.Linear(8, 16)
    params = [*emb.parameters(), *layers.parameters(), *head.parameters()]
    optimizer = torch.optim.AdamW(params, lr=1e-3)
    tokens = torch.randint(0, 16, (2, 5))
    for step in range(2):
        logits = head(layers(emb(tokens)))
        loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), tokens[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()


main()
