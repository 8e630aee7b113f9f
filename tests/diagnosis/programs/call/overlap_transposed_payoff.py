#: code IL110
#: curable
import torch
from torch import nn


class PairwiseCritic(nn.Module):
    def __init__(self, obs, actions):
        super().__init__()
        self.actions = actions
        self.net = nn.Linear(2 * obs, actions * actions)

    def forward(self, a, b):
        pair = torch.stack([torch.cat([a, b], -1), torch.cat([b, a], -1)])
        output = self.net(pair).view(*pair.shape[:-1], self.actions, self.actions)
        output[1] = output[1].transpose(-2, -1)  #: overwrites, raises
        return output.mean(0)


def main():
    torch.manual_seed(0)
    critic = PairwiseCritic(3, 2)
    payoff = critic(torch.randn(4, 3), torch.randn(4, 3))
    payoff.pow(2).mean().backward()
    print(critic.net.weight.grad.norm())


main()
