#: code IL003
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class ForecastNet(nn.Module):
    """Reads the known window and writes its forecast behind it, in the same tensor."""

    def __init__(self, window=5, horizon=2):
        super().__init__()
        self.window, self.horizon = window, horizon
        self.short = nn.Linear(window, horizon)
        self.trend = nn.Linear(window, 1)

    def forward(self, series):
        full = F.pad(series, (0, self.horizon))
        known = full[:, :self.window]
        trend = self.trend(known)  #: saves
        forecast = self.short(series) + trend
        full[:, self.window:] = forecast  #: overwrites
        return full


torch.manual_seed(0)
net = ForecastNet()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
t = torch.linspace(0, 6, 7)
series = torch.sin(t + torch.rand(4, 1))
for epoch in range(3):
    optimizer.zero_grad()
    loss = F.mse_loss(net(series[:, :5]), series)
    loss.backward()  #: raises
    optimizer.step()
