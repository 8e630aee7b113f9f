#: code IL006
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import Categorical


class Trunk(nn.Module):
    def __init__(self, obs):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(obs, 16), nn.Linear(16, 16)

    def forward(self, s):
        return torch.tanh(self.fc2(torch.tanh(self.fc1(s))))  #: saves


class A2C:
    def __init__(self, obs=4, actions=2):
        self.trunk = Trunk(obs)
        self.actor, self.critic = nn.Linear(16, actions), nn.Linear(16, 1)
        self.opt_actor = torch.optim.Adam([*self.trunk.parameters(), *self.actor.parameters()], lr=1e-3)
        self.opt_critic = torch.optim.Adam([*self.trunk.parameters(), *self.critic.parameters()], lr=1e-3)

    def evaluate(self, states):
        h = self.trunk(states)
        return Categorical(logits=self.actor(h)), self.critic(h).squeeze(1)

    def update(self, states, actions, returns):
        dist, value = self.evaluate(states)
        advantage = returns - value
        actor_loss = -(dist.log_prob(actions) * advantage.detach()).mean() - 0.01 * dist.entropy().mean()
        critic_loss = F.mse_loss(value, returns)

        self.opt_actor.zero_grad()
        actor_loss.backward(retain_graph=True)
        self.opt_actor.step()  #: overwrites

        self.opt_critic.zero_grad()
        critic_loss.backward()  #: raises
        self.opt_critic.step()


torch.manual_seed(0)
agent = A2C()
for episode in range(2):
    agent.update(torch.randn(6, 4), torch.randint(0, 2, (6,)), torch.randn(6))
