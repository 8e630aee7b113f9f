#: code IL006
#: curable
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


class Actor(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = nn.Linear(3, 12), nn.Linear(12, 1)

    def forward(self, s):
        return torch.tanh(self.l2(F.relu(self.l1(s))))


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = nn.Linear(4, 12), nn.Linear(12, 1)

    def forward(self, s, a):
        h = F.relu(self.l1(torch.cat([s, a], 1)))
        return self.l2(h)  #: saves


def soft_update(target, source, tau):
    with torch.no_grad():
        for t, p in zip(target.parameters(), source.parameters()):
            t.mul_(1 - tau).add_(p, alpha=tau)


class DDPG:
    def __init__(self):
        self.actor, self.critic = Actor(), Critic()
        self.actor_t, self.critic_t = copy.deepcopy(self.actor), copy.deepcopy(self.critic)
        self.opt_a = torch.optim.Adam(self.actor.parameters(), 1e-4)
        self.opt_c = torch.optim.SGD(self.critic.parameters(), 1e-3, momentum=0.9)

    def train(self, s, a, r, s2):
        with torch.no_grad():
            y = r + 0.99 * self.critic_t(s2, self.actor_t(s2))
        losses = {
            "critic": F.mse_loss(self.critic(s, a), y),
            "actor": -self.critic(s, self.actor(s)).mean(),
        }
        for name, opt in (("critic", self.opt_c), ("actor", self.opt_a)):
            opt.zero_grad()
            losses[name].backward()  #: raises
            opt.step()  #: overwrites
        soft_update(self.critic_t, self.critic, 0.005)
        soft_update(self.actor_t, self.actor, 0.005)


torch.manual_seed(0)
agent = DDPG()
agent.train(torch.randn(4, 3), torch.rand(4, 1), torch.randn(4, 1), torch.randn(4, 3))
