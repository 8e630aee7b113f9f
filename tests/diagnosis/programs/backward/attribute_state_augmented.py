#: code IL002
#: curable
import torch
import torch.nn as nn


class LeakyIntegrator(nn.Module):
    def __init__(self, n_in, n_hid, tau=0.9):
        super().__init__()
        self.w_in = nn.Linear(n_in, n_hid)
        self.w_rec = nn.Linear(n_hid, n_hid, bias=False)
        self.tau = tau
        self.state = None

    def reset(self, batch):
        self.state = torch.zeros(batch, self.w_rec.in_features)

    def forward(self, x):
        drive = self.w_in(x) + self.w_rec(self.state)  #: saves
        self.state *= self.tau  #: overwrites
        self.state += (1 - self.tau) * torch.tanh(drive)  #: overwrites
        return self.state


class Reservoir(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = LeakyIntegrator(3, 8)
        self.read = nn.Linear(8, 1)

    def forward(self, seq):
        self.cell.reset(seq.size(1))
        for x in seq:
            h = self.cell(x)
        return self.read(h)


torch.manual_seed(0)
net = Reservoir()
optimizer = torch.optim.Adam(net.parameters(), 1e-2)
seq, target = torch.randn(4, 2, 3), torch.randn(2, 1)
loss = nn.functional.mse_loss(net(seq), target)
optimizer.zero_grad()
loss.backward()  #: raises
optimizer.step()
