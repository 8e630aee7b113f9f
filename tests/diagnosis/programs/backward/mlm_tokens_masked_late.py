#: code IL005
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F

PAD, MASK = 0, 1


class Electra(nn.Module):
    def __init__(self, vocab=20, dim=8):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim)
        self.layer = nn.TransformerEncoderLayer(dim, 2, 16, dropout=0.0, batch_first=True)
        self.mlm = nn.Linear(dim, vocab)
        self.disc = nn.Linear(dim, 1)

    def forward(self, tokens):
        return self.layer(self.emb(tokens))  #: saves


torch.manual_seed(0)
model = Electra()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
for step in range(2):
    tokens = torch.randint(2, 20, (2, 6))
    tokens[:, -1] = PAD
    labels = tokens.clone()
    labels[:, ::2] = -100
    clean = model(tokens)
    chosen = labels != -100
    tokens[chosen] = MASK  #: overwrites
    masked = model(tokens.clone())
    loss = F.cross_entropy(model.mlm(masked).flatten(0, 1), labels.flatten())
    loss = loss + F.binary_cross_entropy_with_logits(model.disc(clean).squeeze(-1), (labels == PAD).float())
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()
