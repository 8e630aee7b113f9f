#: nothing
import copy

import torch
import torch.nn as nn


class DQN:
    def __init__(self, tau=0.05):
        self.online = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 2))
        self.target = copy.deepcopy(self.online).requires_grad_(False)
        self.optimizer = torch.optim.Adam(self.online.parameters(), lr=0.01)
        self.tau = tau

    def soft_update(self):
        for t, o in zip(self.target.parameters(), self.online.parameters()):
            t.data.copy_(self.tau * o.data + (1 - self.tau) * t.data)

    def learn(self, s, a, r, s2, done):
        q = self.online(s).gather(1, a.unsqueeze(1)).squeeze(1)
        goal = r + 0.99 * self.target(s2).amax(1) * (1 - done)
        loss = nn.functional.smooth_l1_loss(q, goal)
        self.optimizer.zero_grad()
        loss.backward()
        for p in self.online.parameters():
            p.grad.data.clamp_(-1, 1)
        self.optimizer.step()
        self.soft_update()
        return loss.item()


torch.manual_seed(0)
agent = DQN()
for _ in range(3):
    loss = agent.learn(torch.randn(5, 4), torch.randint(0, 2, (5,)), torch.randn(5), torch.randn(5, 4), torch.zeros(5))
print(loss)
