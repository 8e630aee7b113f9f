#: code IL215
#: curable
import torch
import torch.nn as nn


class DQN:
    def __init__(self):
        self.online, self.target = nn.Linear(4, 2), nn.Linear(4, 2)
        self.optimizer = torch.optim.SGD(self.online.parameters(), lr=0.5)
        self.sync()

    def sync(self):
        for p, q in zip(self.target.parameters(), self.online.parameters()):
            p.data = q.data  #: saves

    def learn(self, s, a, r, s2):
        with torch.no_grad():
            goal = r + 0.9 * self.target(s2).amax(1)
        value = self.online(s).gather(1, a[:, None]).squeeze(1)
        loss = nn.functional.mse_loss(value, goal)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()  #: overwrites
        return loss.item()


torch.manual_seed(0)
agent = DQN()
batch = torch.randn(6, 4), torch.randint(0, 2, (6,)), torch.randn(6), torch.randn(6, 4)
print([round(agent.learn(*batch), 4) for _ in range(3)])
