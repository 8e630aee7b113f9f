#: code IL001
#: curable
import torch
import torch.nn as nn


class MyLSTMCell(nn.Module):
    """An LSTM cell written out, as in the lecture notes."""

    def __init__(self, n_in, n_hid):
        super().__init__()
        self.wi = nn.Linear(n_in + n_hid, n_hid)
        self.wf = nn.Linear(n_in + n_hid, n_hid)
        self.wo = nn.Linear(n_in + n_hid, n_hid)
        self.wg = nn.Linear(n_in + n_hid, n_hid)

    def forward(self, x, state):
        h, c = state
        xh = torch.cat([x, h], dim=1)
        i, f = torch.sigmoid(self.wi(xh)), torch.sigmoid(self.wf(xh))
        o = torch.sigmoid(self.wo(xh))
        g = torch.tanh(self.wg(xh))
        c = f * c + i * g
        h = torch.tanh(c)  #: saves
        h *= o  #: overwrites
        return h, c


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(15, 6)
        self.cell = MyLSTMCell(6, 5)
        self.out = nn.Linear(5, 3)

    def forward(self, tokens):
        h = torch.zeros(tokens.size(0), 5)
        c = torch.zeros(tokens.size(0), 5)
        logits = []
        for t in range(tokens.size(1)):
            h, c = self.cell(self.emb(tokens[:, t]), (h, c))
            logits.append(self.out(h))
        return torch.stack(logits, 1)


torch.manual_seed(0)
model = Tagger()
opt = torch.optim.Adam(model.parameters())
tokens, tags = torch.randint(0, 15, (3, 4)), torch.randint(0, 3, (3, 4))
loss = nn.functional.cross_entropy(model(tokens).flatten(0, 1), tags.flatten())
opt.zero_grad()
loss.backward()  #: raises
opt.step()
