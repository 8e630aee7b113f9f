#: code IL202
#: also IL210
#: curable
import numpy as np
import torch
from torch import nn


class Corridor:
    """An environment that hands out its own observation array."""

    def __init__(self, size=4):
        self.observation = np.zeros(size, dtype=np.float32)

    def reset(self):
        self.observation[:] = 0
        self.observation[0] = 1
        return self.observation

    def step(self, action):
        self.observation[:] = np.roll(self.observation, action)  #: overwrites
        return self.observation, float(self.observation[-1])


torch.manual_seed(0)
env, value = Corridor(), nn.Linear(4, 1)
states, rewards = [], []
obs = env.reset()
for _ in range(3):
    states.append(torch.from_numpy(obs))  #: saves
    obs, reward = env.step(1)
    rewards.append(reward)
loss = (value(torch.stack(states)).squeeze(1) - torch.tensor(rewards)).pow(2).mean()
loss.backward()
print(torch.stack(states), value.weight.grad)
