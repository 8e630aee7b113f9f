#: code IL009
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class TiedLM(nn.Module):
    """Decodes word by word; input and output share the embedding."""

    def __init__(self, vocab, dim):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim, max_norm=1.0)
        self.cell = nn.GRUCell(dim, dim)

    def forward(self, tokens):
        h = torch.zeros(tokens.size(0), self.emb.embedding_dim)
        logits = []
        for t in range(tokens.size(1)):
            x = self.emb(tokens[:, t])  #: overwrites
            h = self.cell(x, h)
            logits.append(F.linear(h, self.emb.weight))  #: saves
        return torch.stack(logits, 1)


def train():
    torch.manual_seed(0)
    model = TiedLM(10, 6)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    tokens = torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8]])
    for epoch in range(2):
        logits = model(tokens[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()


train()
