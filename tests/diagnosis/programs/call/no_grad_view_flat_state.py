#: code IL105
#: curable
import torch
from torch import nn

torch.manual_seed(0)
dynamics = nn.Linear(4, 4)
control = nn.Linear(4, 2)

state = dynamics(torch.randn(3, 4))
with torch.no_grad():
    velocity = state[:, 2:]  #: made
    speed = velocity.norm(dim=1)
    print("speed", speed)

for _ in range(3):
    velocity += 0.1 * control(state)  #: overwrites, raises
    state = dynamics(state)
state.pow(2).sum().backward()
print(control.weight.grad)
