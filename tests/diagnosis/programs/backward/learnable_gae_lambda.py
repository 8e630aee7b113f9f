#: code IL004
#: curable
import torch
import torch.nn as nn


class Critic(nn.Module):
    def __init__(self, obs):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(obs, 16), nn.Tanh(), nn.Linear(16, 1))
        self.raw_lambda = nn.Parameter(torch.tensor(2.0))

    def forward(self, s):
        return self.body(s).squeeze(-1)

    def advantages(self, rewards, values, done, gamma=0.99):
        """Generalised advantage estimation with a lambda that is learned."""
        lam = torch.sigmoid(self.raw_lambda)
        T = len(rewards)
        adv = torch.zeros(T + 1)
        for t in reversed(range(T)):
            delta = rewards[t] + gamma * values[t + 1] * (1 - done[t]) - values[t]
            adv[t] = delta + gamma * lam * (1 - done[t]) * adv[t + 1]  #: saves, overwrites
        return adv[:-1]


def update(critic, optimizer, batch):
    states, rewards, done = batch
    values = critic(states)
    adv = critic.advantages(rewards, values, done)
    returns = adv.detach() + values[:-1].detach()
    value_loss = (values[:-1] - returns).pow(2).mean()
    loss = value_loss + 0.1 * adv.pow(2).mean()
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()


torch.manual_seed(0)
critic = Critic(4)
optimizer = torch.optim.Adam(critic.parameters(), lr=3e-4)
done = torch.zeros(6)
done[-1] = 1
update(critic, optimizer, (torch.randn(7, 4), torch.randn(6), done))
