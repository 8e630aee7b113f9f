#: nothing
import numpy as np
import torch
import torch.nn as nn


class Replay:
    def __init__(self, capacity, dim):
        self.states = np.zeros((capacity, dim), dtype=np.float32)
        self.rewards = np.zeros(capacity, dtype=np.float32)
        self.pos = self.size = 0

    def push(self, state, reward):
        self.states[self.pos], self.rewards[self.pos] = state, reward
        self.pos = (self.pos + 1) % len(self.states)
        self.size = min(self.size + 1, len(self.states))

    def sample(self, rng, n):
        index = rng.integers(0, self.size, n)
        return torch.from_numpy(self.states[index]), torch.from_numpy(self.rewards[index])


torch.manual_seed(0)
rng = np.random.default_rng(0)
value = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = torch.optim.Adam(value.parameters())
replay = Replay(4, 3)
for step in range(8):
    replay.push(rng.normal(size=3), 1.0)
    states, rewards = replay.sample(rng, 4)
    prediction = value(states)
    replay.push(rng.normal(size=3), 0.0)
    loss = (prediction.squeeze(1) - rewards).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
