import torch
from torch import nn

torch.manual_seed(0)
generator, critic = nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
opt_g = torch.optim.SGD(generator.parameters(), lr=0.1)
opt_c = torch.optim.SGD(critic.parameters(), lr=0.1)

fake = generator(torch.randn(5, 2))
loss_g = -critic(fake).mean()  #: saves
loss_c = critic(fake.detach()).mean() - critic(torch.randn(5, 3)).mean()

opt_c.zero_grad()
loss_c.backward()
opt_c.step()  #: overwrites

opt_g.zero_grad()
loss_g.backward()  #: raises
opt_g.step()
