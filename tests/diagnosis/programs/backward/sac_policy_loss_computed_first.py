#: code IL006
#: curable
import torch
import torch.nn as nn


def mlp(i, o):
    return nn.Sequential(nn.Linear(i, 16), nn.ReLU(), nn.Linear(16, o))


class TwinQ(nn.Module):
    def __init__(self, s, a):
        super().__init__()
        self.q1, self.q2 = mlp(s + a, 1), mlp(s + a, 1)

    def forward(self, s, a):
        sa = torch.cat([s, a], 1)
        return self.q1(sa), self.q2(sa)  #: saves


class GaussianPolicy(nn.Module):
    def __init__(self, s, a):
        super().__init__()
        self.net = mlp(s, 2 * a)

    def forward(self, s):
        mean, log_std = self.net(s).chunk(2, 1)
        std = log_std.clamp(-5, 2).exp()
        u = mean + std * torch.randn_like(mean)
        a = torch.tanh(u)
        logp = (-0.5 * ((u - mean) / std) ** 2 - log_std - torch.log(1 - a ** 2 + 1e-6)).sum(1, keepdim=True)
        return a, logp


def calc_policy_loss(policy, critic, s, alpha):
    a, logp = policy(s)
    return (alpha * logp - torch.min(*critic(s, a))).mean()


def calc_critic_loss(critic, target, policy, batch, alpha, gamma=0.99):
    s, a, r, s2 = batch
    with torch.no_grad():
        a2, logp2 = policy(s2)
        y = r + gamma * (torch.min(*target(s2, a2)) - alpha * logp2)
    return sum((q - y).pow(2).mean() for q in critic(s, a))


def main():
    torch.manual_seed(0)
    critic, target, policy = TwinQ(3, 2), TwinQ(3, 2), GaussianPolicy(3, 2)
    target.load_state_dict(critic.state_dict())
    q_optim = torch.optim.Adam(critic.parameters(), lr=3e-4)
    pi_optim = torch.optim.Adam(policy.parameters(), lr=3e-4)
    batch = torch.randn(5, 3), torch.rand(5, 2), torch.randn(5, 1), torch.randn(5, 3)
    q_loss = calc_critic_loss(critic, target, policy, batch, 0.2)
    pi_loss = calc_policy_loss(policy, critic, batch[0], 0.2)
    q_optim.zero_grad()
    q_loss.backward()
    q_optim.step()  #: overwrites
    pi_optim.zero_grad()
    pi_loss.backward()  #: raises
    pi_optim.step()


main()
