#: nothing
import torch
import torch.nn as nn


def sac_update(actor, critic, actor_opt, critic_opt, s, r):
    action = torch.tanh(actor(s))
    q = critic(torch.cat([s, action.detach()], dim=1)).squeeze(1)
    critic_loss = (q - r).pow(2).mean()
    critic_opt.zero_grad()
    critic_loss.backward()
    critic_opt.step()

    for p in critic.parameters():
        p.requires_grad_(False)
    actor_loss = -critic(torch.cat([s, action], dim=1)).mean()
    actor_opt.zero_grad()
    actor_loss.backward()
    actor_opt.step()
    for p in critic.parameters():
        p.requires_grad_(True)
    return critic_loss.item(), actor_loss.item()


torch.manual_seed(0)
actor = nn.Sequential(nn.Linear(3, 8), nn.ReLU(inplace=True), nn.Linear(8, 1))
critic = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 1))
opts = torch.optim.Adam(actor.parameters()), torch.optim.Adam(critic.parameters())
for _ in range(2):
    losses = sac_update(actor, critic, *opts, torch.randn(6, 3), torch.randn(6))
print(losses)
