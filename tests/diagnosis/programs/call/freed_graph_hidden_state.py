#: code IL120
#: curable
import torch
import torch.nn as nn


class Forecaster(nn.Module):
    def __init__(self, hidden=6):
        super().__init__()
        self.hidden = hidden
        self.cell = nn.GRUCell(1, hidden)
        self.out = nn.Linear(hidden, 1)

    def forward(self, window, state):
        for x in window:
            state = self.cell(x, state)
        return self.out(state), state


def train(model, series, window=4):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    state = torch.zeros(1, model.hidden)
    for start in range(0, len(series) - window, window):
        prediction, state = model(series[start : start + window], state)
        loss = (prediction - series[start + window]).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()
    return loss.item()


torch.manual_seed(0)
series = torch.sin(torch.arange(16.0)).view(-1, 1, 1)
print(train(Forecaster(), series))
