#: code IL210
#: curable
import torch

torch.manual_seed(0)


def simulate(position, velocity, steps, dt=0.1):
    trajectory = []
    for _ in range(steps):
        velocity -= dt * position
        position += dt * velocity  #: overwrites
        trajectory.append(position)  #: saves
    return torch.stack(trajectory)


path = simulate(torch.ones(2), torch.zeros(2), 4)
speed = (path[1:] - path[:-1]).norm(dim=1)
print(path, speed)
