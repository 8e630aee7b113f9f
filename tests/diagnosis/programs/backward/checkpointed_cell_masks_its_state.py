#: code IL012
#: curable
import torch
import torch.nn as nn
from torch.utils.checkpoint import checkpoint


class ResetRNN(nn.Module):
    """Long sequences, each step checkpointed; the state is reset where an episode begins."""

    def __init__(self, n_in, n):
        super().__init__()
        self.x2h, self.h2h = nn.Linear(n_in, n), nn.Linear(n, n)

    def step(self, x, h, start):
        h[start] = 0.0  #: overwrites
        return torch.tanh(self.x2h(x) + self.h2h(h))

    def forward(self, xs, starts):
        h = torch.zeros(xs.size(1), self.h2h.in_features)
        for x, start in zip(xs, starts):
            h = checkpoint(self.step, x, h, start, use_reentrant=False)  #: saves
        return h


torch.manual_seed(0)
rnn, head = ResetRNN(3, 6), nn.Linear(6, 1)
optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()], lr=1e-3)
xs = torch.randn(4, 5, 3)
starts = torch.rand(4, 5) > 0.7
value = head(rnn(xs, starts))
loss = nn.functional.mse_loss(value, torch.ones(5, 1))
optimizer.zero_grad()
loss.backward()  #: raises
optimizer.step()
