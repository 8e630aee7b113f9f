import torch
from torch import nn

actor = nn.Linear(3, 1)
critic = nn.Sequential(
    nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1)
)
opt_a = torch.optim.SGD(actor.parameters(), 0.1)
opt_c = torch.optim.SGD(critic.parameters(), 0.1)
state, action = torch.randn(6, 3), torch.randn(6, 1)
reward = torch.randn(6, 1)

def value(action):
    return critic(torch.cat([state, action], 1))

loss_c = (value(action) - reward).square().mean()
loss_a = -value(actor(state)).mean()

opt_c.zero_grad()
opt_a.zero_grad()
loss_c.backward()
loss_a.backward(inputs=list(actor.parameters()))
opt_c.step()
opt_a.step()
