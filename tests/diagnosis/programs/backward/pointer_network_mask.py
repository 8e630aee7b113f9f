#: code IL005
#: curable
import torch
import torch.nn as nn


class PointerDecoder(nn.Module):
    """Visits every city once: what was visited is masked."""

    def __init__(self, dim):
        super().__init__()
        self.emb = nn.Linear(2, dim)
        self.cell = nn.LSTMCell(dim, dim)
        self.w1, self.w2 = nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.v = nn.Linear(dim, 1, bias=False)

    def forward(self, cities):
        B, N, _ = cities.shape
        e = self.emb(cities)
        h = c = torch.zeros(B, e.size(-1))
        x = e.mean(1)
        visited = torch.zeros(B, N, dtype=torch.bool)
        log_probs, tour = [], []
        for _ in range(N):
            h, c = self.cell(x, (h, c))
            scores = self.v(torch.tanh(self.w1(e) + self.w2(h).unsqueeze(1))).squeeze(-1)
            scores = scores.masked_fill(visited, -1e9)  #: saves
            logp = scores.log_softmax(1)
            pick = logp.argmax(1)
            log_probs.append(logp.gather(1, pick[:, None]))
            tour.append(pick)
            visited[torch.arange(B), pick] = True  #: overwrites
            x = e[torch.arange(B), pick]
        return torch.cat(log_probs, 1).sum(1), torch.stack(tour, 1)


def tour_length(cities, tour):
    p = cities.gather(1, tour[..., None].expand(-1, -1, 2))
    return (p - p.roll(1, 1)).norm(dim=-1).sum(1)


torch.manual_seed(0)
net = PointerDecoder(8)
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
cities = torch.rand(3, 4, 2)
logp, tour = net(cities)
reward = -tour_length(cities, tour)
loss = -((reward - reward.mean()) * logp).mean()
opt.zero_grad()
loss.backward()  #: raises
opt.step()
