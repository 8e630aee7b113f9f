#: code IL011
#: curable
import torch
import torch.nn as nn


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 16), nn.Softplus(), nn.Linear(16, 16), nn.Softplus(), nn.Linear(16, 1))

    def forward(self, x):
        return self.net(x)


def r1_penalty(critic, real, log):
    real = real.detach().requires_grad_(True)
    score = critic(real)
    (grads,) = torch.autograd.grad(score.sum(), real, create_graph=True)
    penalty = grads.pow(2).sum(1).mean()  #: saves
    grads.clamp_(-1, 1)  #: overwrites
    log.append(grads.detach().abs().mean().item())
    return penalty


def main():
    torch.manual_seed(0)
    critic = Critic()
    optimizer = torch.optim.Adam(critic.parameters(), lr=1e-3, betas=(0.0, 0.99))
    log = []
    for it in range(2):
        real, fake = torch.randn(6, 3), torch.randn(6, 3) * 0.5
        loss = nn.functional.softplus(critic(fake)).mean() + nn.functional.softplus(-critic(real)).mean()
        loss = loss + 5 * r1_penalty(critic, real, log)
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()


if __name__ == "__main__":
    main()
