#: nothing
import torch
import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, vocab, dim, classes):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim, padding_idx=0)
        position = torch.zeros(10, dim)
        position[:, 0::2] = torch.sin(torch.arange(10.0)).unsqueeze(1)
        position[:, 1::2] = torch.cos(torch.arange(10.0)).unsqueeze(1)
        self.register_buffer("position", position)
        self.layer = nn.TransformerEncoderLayer(dim, 2, 16, dropout=0.1, batch_first=True)
        self.head = nn.Linear(dim, classes)

    def forward(self, tokens):
        h = self.embed(tokens)
        h += self.position[: tokens.size(1)]
        return self.head(self.layer(h, src_key_padding_mask=tokens == 0).mean(1))


torch.manual_seed(0)
model = Classifier(12, 8, 3)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
for _ in range(2):
    tokens, y = torch.randint(1, 12, (3, 6)), torch.randint(0, 3, (3,))
    tokens[:, 4:] = 0
    loss = nn.functional.cross_entropy(model(tokens), y)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    scheduler.step()
print(loss.item())
