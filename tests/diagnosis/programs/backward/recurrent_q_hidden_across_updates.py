#: code IL007
#: curable
import torch
import torch.nn as nn


class DRQN(nn.Module):
    def __init__(self, obs, actions, hidden=8):
        super().__init__()
        self.enc = nn.Linear(obs, hidden)
        self.lstm = nn.LSTMCell(hidden, hidden)
        self.q = nn.Linear(hidden, actions)

    def forward(self, o, state):
        h, c = self.lstm(torch.relu(self.enc(o)), state)  #: saves
        return self.q(h), (h, c)


class Env:
    def reset(self):
        self.t = 0
        return torch.randn(1, 3)

    def step(self, a):
        self.t += 1
        return torch.randn(1, 3), float(a == self.t % 2), self.t >= 4


def play(env, net, opt, gamma=0.9):
    obs, state = env.reset(), (torch.zeros(1, 8), torch.zeros(1, 8))
    done = False
    while not done:
        q, state = net(obs, state)
        a = int(q.argmax()) if torch.rand(1) > 0.2 else int(torch.randint(0, 2, (1,)))
        obs, r, done = env.step(a)
        with torch.no_grad():
            target = r + gamma * (0.0 if done else net(obs, state)[0].max())
        loss = (q[0, a] - target) ** 2
        opt.zero_grad()
        loss.backward(retain_graph=True)  #: raises
        opt.step()  #: overwrites


if __name__ == "__main__":
    torch.manual_seed(0)
    net = DRQN(3, 2)
    play(Env(), net, torch.optim.SGD(net.parameters(), lr=0.05))
