#: code IL202
#: curable
import numpy as np
import torch
import torch.nn as nn


class ReplayBuffer:
    def __init__(self, capacity, dim):
        self.states = np.zeros((capacity, dim), dtype=np.float32)
        self.pos, self.capacity = 0, capacity

    def push(self, state):
        self.states[self.pos] = state  #: overwrites
        self.pos = (self.pos + 1) % self.capacity

    def window(self, n):
        return torch.from_numpy(self.states[:n])


torch.manual_seed(0)
rng = np.random.default_rng(0)
policy = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 2))
buffer = ReplayBuffer(4, 3)
for _ in range(4):
    buffer.push(rng.normal(size=3))
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)
logits = policy(buffer.window(4))  #: saves
for step in range(2):
    buffer.push(rng.normal(size=3))
loss = nn.functional.cross_entropy(logits, torch.tensor([0, 1, 1, 0]))
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(policy[0].weight.grad)
