#: code IL002
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class DuelingDQN(nn.Module):
    def __init__(self, obs, actions):
        super().__init__()
        self.fc = nn.Linear(obs, 12)
        self.adv = nn.Linear(12, actions)
        self.val = nn.Linear(12, 1)

    def forward(self, x):
        h = self.fc(x)
        value = self.val(h)  #: saves
        adv = self.adv(F.relu(h, inplace=True))  #: overwrites
        return value + adv - adv.mean(1, keepdim=True)


class Agent:
    def __init__(self):
        self.q = DuelingDQN(4, 3)
        self.target = DuelingDQN(4, 3)
        self.target.load_state_dict(self.q.state_dict())
        self.optimizer = torch.optim.RMSprop(self.q.parameters(), lr=1e-3)

    def learn(self, s, a, r, s2, done):
        with torch.no_grad():
            best = self.q(s2).argmax(1, keepdim=True)
            target = r + 0.99 * (1 - done) * self.target(s2).gather(1, best)
        q = self.q(s).gather(1, a)
        loss = F.smooth_l1_loss(q, target)
        self.optimizer.zero_grad()
        loss.backward()  #: raises
        self.optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    agent = Agent()
    n = 6
    agent.learn(torch.randn(n, 4), torch.randint(0, 3, (n, 1)), torch.randn(n, 1), torch.randn(n, 4), torch.zeros(n, 1))
