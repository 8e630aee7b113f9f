#: code IL003
#: curable
# learn the mass and length of a pendulum through a differentiable simulator
import torch

torch.manual_seed(0)


class Pendulum(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.g_over_l = torch.nn.Parameter(torch.tensor(9.0))
        self.friction = torch.nn.Parameter(torch.tensor(0.2))

    def forward(self, state, torque, dt=0.05):
        """Semi-implicit Euler. state[:, 0] is the angle, state[:, 1] the speed."""
        gravity = self.g_over_l * torch.sin(state[:, 0])  #: saves
        state[:, 1] += dt * (torque - gravity)  #: overwrites
        return state


def rollout(model, angle, torques):
    state = torch.zeros(len(angle), 2)
    state[:, 0] = angle
    for u in torques:
        state = model(state, u)
        drag = model.friction * 0.05
        state = state + torch.stack([state[:, 1] * 0.05, -drag * state[:, 1]], 1)
    return state


model = Pendulum()
opt = torch.optim.SGD(model.parameters(), lr=0.1)
angle, torques = torch.randn(4) * 0.3, torch.randn(3, 4)
goal = torch.zeros(4, 2)
for it in range(2):
    opt.zero_grad()
    loss = (rollout(model, angle, torques) - goal).pow(2).mean()
    loss.backward()  #: raises
    opt.step()
