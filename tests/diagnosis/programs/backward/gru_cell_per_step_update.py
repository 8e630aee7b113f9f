#: code IL007
#: curable
import torch
from torch import nn, optim


class OnlinePredictor(nn.Module):
    """Learns at every time step, keeps its hidden state."""

    def __init__(self, n_in, n_hid):
        super().__init__()
        self.cell = nn.GRUCell(n_in, n_hid)
        self.out = nn.Linear(n_hid, n_in)

    def forward(self, x, h):
        h = self.cell(x, h)  #: saves
        return self.out(h), h


torch.manual_seed(0)
net = OnlinePredictor(2, 5)
opt = optim.SGD(net.parameters(), lr=0.05)
signal = torch.sin(torch.linspace(0, 6, 20)).view(10, 1, 2)
h = torch.zeros(1, 5)
running = 0.0
for t in range(9):
    pred, h = net(signal[t], h)
    loss = (pred - signal[t + 1]).pow(2).mean()
    opt.zero_grad()
    loss.backward(retain_graph=t < 8)  #: raises
    opt.step()  #: overwrites
    running += loss.item()
