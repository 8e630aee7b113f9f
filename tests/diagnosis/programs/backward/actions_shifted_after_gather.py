#: code IL005
#: curable
import torch
import torch.nn as nn


class QNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 16)
        self.fc2 = nn.Linear(16, 3)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))


class ReplayBuffer:
    def __init__(self, n):
        self.s, self.s2 = torch.randn(n, 4), torch.randn(n, 4)
        self.a = torch.randint(0, 3, (n, 1))
        self.r = torch.randn(n)

    def sample(self, k):
        i = torch.randperm(len(self.r))[:k]
        return self.s[i], self.a[i], self.r[i], self.s2[i]


def td_loss(q, target, batch, gamma=0.95):
    s, a, r, s2 = batch
    q_sa = q(s).gather(1, a).squeeze(1)  #: saves
    with torch.no_grad():
        y = r + gamma * target(s2).max(1).values
    return nn.functional.huber_loss(q_sa, y)


def histogram(a):
    # environment numbers its actions from one
    a += 1  #: overwrites
    return torch.bincount(a.flatten(), minlength=4)


def main():
    torch.manual_seed(0)
    q, target = QNet(), QNet()
    target.load_state_dict(q.state_dict())
    optimizer = torch.optim.Adam(q.parameters(), lr=1e-3)
    memory = ReplayBuffer(20)
    for step in range(2):
        batch = memory.sample(5)
        loss = td_loss(q, target, batch)
        counts = histogram(batch[1])
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()
        print(counts.tolist())


main()
