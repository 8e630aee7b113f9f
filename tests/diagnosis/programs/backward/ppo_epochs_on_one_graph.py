#: code IL006
#: also IL007
#: not curable, every epoch needs a forward at the new weights
import torch
import torch.nn as nn
from torch.distributions import Normal


class ActorCritic(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.actor = nn.Sequential(nn.Linear(obs, 16), nn.Tanh(), nn.Linear(16, act))
        self.critic = nn.Sequential(nn.Linear(obs, 16), nn.Tanh(), nn.Linear(16, 1))
        self.log_std = nn.Parameter(torch.zeros(act))

    def forward(self, s):
        return Normal(self.actor(s), self.log_std.exp()), self.critic(s)  #: saves


class PPO:
    def __init__(self, clip=0.2, epochs=3):
        self.clip, self.epochs = clip, epochs
        self.model = ActorCritic(3, 1)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=3e-4)

    def learn(self, states, actions, old_logp, returns):
        dist, values = self.model(states)
        logp = dist.log_prob(actions).sum(1)
        adv = (returns - values.squeeze(1)).detach()
        adv = (adv - adv.mean()) / (adv.std() + 1e-8)
        for epoch in range(self.epochs):
            ratio = (logp - old_logp).exp()
            clipped = ratio.clamp(1 - self.clip, 1 + self.clip)
            loss = -torch.min(ratio * adv, clipped * adv).mean()
            loss = loss + 0.5 * (returns - values.squeeze(1)).pow(2).mean() - 0.01 * dist.entropy().mean()
            self.optimizer.zero_grad()
            loss.backward(retain_graph=True)  #: raises
            self.optimizer.step()  #: overwrites


if __name__ == "__main__":
    torch.manual_seed(0)
    ppo = PPO()
    s, a = torch.randn(6, 3), torch.randn(6, 1)
    with torch.no_grad():
        old = ppo.model(s)[0].log_prob(a).sum(1)
    ppo.learn(s, a, old, torch.randn(6))
