#: nothing
import torch
import torch.nn as nn


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(inplace=True), nn.Linear(8, 1))

    def forward(self, x):
        return self.net(x).mean()


def train(critic, generator, steps):
    opt_c = torch.optim.RMSprop(critic.parameters(), lr=5e-5)
    opt_g = torch.optim.RMSprop(generator.parameters(), lr=5e-5)
    for _ in range(steps):
        for _ in range(2):
            with torch.no_grad():
                fake = generator(torch.randn(8, 3))
            loss = critic(fake) - critic(torch.randn(8, 2) + 1)
            opt_c.zero_grad()
            loss.backward()
            opt_c.step()
            for p in critic.parameters():
                p.data.clamp_(-0.1, 0.1)
        loss_g = -critic(generator(torch.randn(8, 3)))
        opt_g.zero_grad()
        loss_g.backward()
        opt_g.step()
    return loss.item(), loss_g.item()


torch.manual_seed(0)
print(train(Critic(), nn.Linear(3, 2), 2))
