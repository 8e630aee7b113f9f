#: code IL004
#: curable
import torch
import torch.nn as nn


class ElmanRNN(nn.Module):
    def __init__(self, n_in, n_hid, n_out):
        super().__init__()
        self.n_hid = n_hid
        self.i2h = nn.Linear(n_in, n_hid)
        self.h2h = nn.Linear(n_hid, n_hid, bias=False)
        self.h2o = nn.Linear(n_hid, n_out)

    def forward(self, x):
        T, B, _ = x.shape
        hs = torch.zeros(T + 1, B, self.n_hid)
        for t in range(T):
            hs[t + 1] = torch.tanh(self.i2h(x[t]) + self.h2h(hs[t]))  #: saves, overwrites
        return self.h2o(hs[1:])


def train(model, optimizer, batches):
    criterion = nn.MSELoss()
    for x, y in batches:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()  #: raises
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    net = ElmanRNN(3, 8, 1)
    data = [(torch.randn(5, 2, 3), torch.randn(5, 2, 1)) for _ in range(2)]
    train(net, torch.optim.Adam(net.parameters()), data)
