#: code IL101
#: curable
import torch
from torch import nn


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 16), nn.LeakyReLU(0.2, inplace=True), nn.Linear(16, 1))

    def forward(self, x):
        return self.net(x).mean()


def train_critic(critic, optimizer, real, fake, clip=0.01):
    for _ in range(2):
        optimizer.zero_grad()
        loss = critic(fake) - critic(real)
        loss.backward()
        optimizer.step()
        for p in critic.parameters():
            p.clamp_(-clip, clip)  #: overwrites, raises
    return loss.item()


torch.manual_seed(0)
critic = Critic()
optimizer = torch.optim.RMSprop(critic.parameters(), lr=5e-5)
print(train_critic(critic, optimizer, torch.randn(8, 2) + 3, torch.randn(8, 2)))
