#: nothing
import torch
import torch.nn as nn


class Agent:
    def __init__(self, obs=4, actions=2):
        self.actor = nn.Sequential(nn.Linear(obs, 8), nn.ReLU(inplace=True), nn.Linear(8, actions))
        self.critic = nn.Sequential(nn.Linear(obs, 8), nn.ReLU(inplace=True), nn.Linear(8, 1))
        self.actor_opt = torch.optim.Adam(self.actor.parameters(), lr=1e-3)
        self.critic_opt = torch.optim.Adam(self.critic.parameters(), lr=1e-2)

    def update(self, states, actions, rewards, next_states, gamma=0.9):
        value = self.critic(states).squeeze(1)
        with torch.no_grad():
            target = rewards + gamma * self.critic(next_states).squeeze(1)
        advantage = (target - value).detach()
        log_prob = torch.distributions.Categorical(logits=self.actor(states)).log_prob(actions)
        actor_loss = -(log_prob * advantage).mean()
        critic_loss = nn.functional.mse_loss(value, target)
        self.actor_opt.zero_grad()
        self.critic_opt.zero_grad()
        actor_loss.backward()
        critic_loss.backward()
        self.actor_opt.step()
        self.critic_opt.step()
        return actor_loss.item(), critic_loss.item()


torch.manual_seed(0)
agent = Agent()
for _ in range(2):
    losses = agent.update(torch.randn(6, 4), torch.randint(0, 2, (6,)), torch.randn(6), torch.randn(6, 4))
print(losses)
