#: code IL004
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class Encoder(nn.Module):
    def __init__(self, n_in, n_hid):
        super().__init__()
        self.gru = nn.GRU(n_in, n_hid, batch_first=True)

    def forward(self, x):
        return self.gru(x)[1][0]


class Decoder(nn.Module):
    def __init__(self, n_out, n_hid):
        super().__init__()
        self.n_out = n_out
        self.cell = nn.GRUCell(n_out, n_hid)
        self.fc = nn.Linear(n_hid, n_out)

    def forward(self, hidden, steps):
        outputs = torch.zeros(hidden.size(0), steps, self.n_out)
        hidden = self.cell(torch.zeros(hidden.size(0), self.n_out), hidden)
        outputs[:, 0] = self.fc(hidden)
        for t in range(1, steps):
            hidden = self.cell(outputs[:, t - 1], hidden)  #: saves
            outputs[:, t] = self.fc(hidden)  #: overwrites
        return outputs


class Seq2Seq(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(2, 6), Decoder(2, 6)

    def forward(self, src, steps):
        return self.decoder(self.encoder(src), steps)


torch.manual_seed(0)
model = Seq2Seq()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
src, trg = torch.randn(3, 5, 2), torch.randn(3, 4, 2)
for epoch in range(2):
    optimizer.zero_grad()
    loss = F.l1_loss(model(src, trg.size(1)), trg)
    loss.backward()  #: raises
    optimizer.step()
