#: code IL002
#: curable
# fit spring constant and damping to the energy of a small particle system
import torch

torch.manual_seed(0)
k = torch.tensor(0.8, requires_grad=True)
c = torch.tensor(0.1, requires_grad=True)
optimizer = torch.optim.Adam([k, c], lr=0.05)
x0, v0 = torch.randn(6, 2), torch.zeros(6, 2)
target = 1.5


def simulate(steps=5, dt=0.1):
    x, v = x0.clone(), v0.clone()
    energy = torch.zeros(())
    for _ in range(steps):
        force = -k * x - c * v
        v = v + dt * force
        energy = energy + 0.5 * (v ** 2).sum() + 0.5 * k * (x ** 2).sum()  #: saves
        x += dt * v  #: overwrites
    return energy / steps


for epoch in range(2):
    optimizer.zero_grad()
    loss = (simulate() - target) ** 2
    loss.backward()  #: raises
    optimizer.step()
    with torch.no_grad():
        c.clamp_(min=0)
