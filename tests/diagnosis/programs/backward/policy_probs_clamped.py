#: code IL001
#: curable
import torch
import torch.nn as nn
import torch.optim as optim


class Policy(nn.Module):
    def __init__(self, obs, actions):
        super().__init__()
        self.affine1 = nn.Linear(obs, 16)
        self.affine2 = nn.Linear(16, actions)

    def forward(self, x):
        x = torch.relu_(self.affine1(x))
        return torch.softmax(self.affine2(x), dim=1)  #: saves


def discounted(rewards, gamma=0.99):
    out = torch.zeros(len(rewards))
    running = 0.0
    for i in reversed(range(len(rewards))):
        running = rewards[i] + gamma * running
        out[i] = running
    out -= out.mean()
    out /= out.std() + 1e-8
    return out


def finish_episode(policy, optimizer, states, actions, rewards):
    returns = discounted(rewards)
    probs = policy(states)
    probs.clamp_(1e-6, 1 - 1e-6)  #: overwrites
    log_prob = probs.log().gather(1, actions.unsqueeze(1)).squeeze(1)
    entropy = -(probs * probs.log()).sum(1).mean()
    loss = -(log_prob * returns).mean() - 0.01 * entropy
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()
    return loss.item()


if __name__ == "__main__":
    torch.manual_seed(0)
    pi = Policy(4, 2)
    opt = optim.Adam(pi.parameters(), lr=1e-2)
    for episode in range(2):
        states = torch.randn(5, 4)
        actions = torch.randint(0, 2, (5,))
        finish_episode(pi, opt, states, actions, [1.0, 0.0, 0.5, 1.0, -1.0])
