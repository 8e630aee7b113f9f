#: code IL220
#: curable
import torch
import torch.nn as nn


class FrameStack:
    def __init__(self, envs, frames, dim):
        self.buf = torch.zeros(envs, frames, dim)

    def push(self, frame):
        self.buf[:, 1:] = self.buf[:, :-1]  #: overwrites
        self.buf[:, 0] = frame
        return self.buf


torch.manual_seed(0)
stack = FrameStack(2, 4, 3)
policy = nn.Sequential(nn.Flatten(), nn.Linear(12, 2))
for t in range(4):
    state = stack.push(torch.full((2, 3), float(t + 1)))
with torch.no_grad():
    print(state[0, :, 0], policy(state))
