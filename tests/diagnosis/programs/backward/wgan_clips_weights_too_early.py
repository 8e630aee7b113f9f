#: code IL006
#: curable
import torch
from torch import nn


class Critic(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.fc1 = nn.Linear(d, 16)
        self.fc2 = nn.Linear(16, 16)
        self.fc3 = nn.Linear(16, 1)

    def forward(self, x):
        x = nn.functional.leaky_relu(self.fc1(x), 0.2, inplace=True)
        x = nn.functional.leaky_relu(self.fc2(x), 0.2, inplace=True)
        return self.fc3(x)  #: saves


class Gen(nn.Module):
    def __init__(self, nz, d):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(nz, 16), nn.ReLU(True), nn.Linear(16, d))

    def forward(self, z):
        return self.net(z)


def clip_weights(net, c=0.01):
    with torch.no_grad():
        for p in net.parameters():
            p.clamp_(-c, c)  #: overwrites


def main():
    torch.manual_seed(0)
    critic, gen = Critic(4), Gen(3, 4)
    opt_c = torch.optim.RMSprop(critic.parameters(), lr=5e-5)
    opt_g = torch.optim.RMSprop(gen.parameters(), lr=5e-5)
    for epoch in range(2):
        for _ in range(2):
            real, fake = torch.randn(5, 4), gen(torch.randn(5, 3)).detach()
            loss_c = critic(fake).mean() - critic(real).mean()
            # the critic must stay Lipschitz
            clip_weights(critic)
            opt_c.zero_grad()
            loss_c.backward()  #: raises
            opt_c.step()
        loss_g = -critic(gen(torch.randn(5, 3))).mean()
        opt_g.zero_grad()
        loss_g.backward()
        opt_g.step()


if __name__ == "__main__":
    main()
