#: code IL002
#: curable
import torch
import torch.nn as nn


class ODEFunc(nn.Module):
    def __init__(self, dim=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(dim, 16), nn.Tanh(), nn.Linear(16, dim))
        for m in self.net:
            if isinstance(m, nn.Linear):
                nn.init.normal_(m.weight, std=0.1)
                nn.init.zeros_(m.bias)

    def forward(self, t, y):
        return self.net(y)  #: saves


def odeint_euler(func, y0, ts):
    y = y0.clone()
    states = [y.clone()]
    for t0, t1 in zip(ts[:-1], ts[1:]):
        y += (t1 - t0) * func(t0, y)  #: overwrites
        states.append(y.clone())
    return torch.stack(states)


torch.manual_seed(0)
func = ODEFunc()
optimizer = torch.optim.RMSprop(func.parameters(), lr=1e-3)
ts = torch.linspace(0, 1, 5)
true = torch.stack([torch.stack([t.cos(), t.sin()]) for t in ts]).unsqueeze(1)
for itr in range(2):
    optimizer.zero_grad()
    pred = odeint_euler(func, true[0], ts)
    loss = (pred - true).abs().mean()
    loss.backward()  #: raises
    optimizer.step()
