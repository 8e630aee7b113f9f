#: nothing
import torch


def rosenbrock(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


torch.manual_seed(0)
point = torch.tensor([-1.2, 1.0], requires_grad=True)
optimizer = torch.optim.LBFGS([point], lr=0.5, max_iter=4)


def closure():
    optimizer.zero_grad()
    loss = rosenbrock(point)
    loss.backward()
    return loss


for _ in range(3):
    loss = optimizer.step(closure)
with torch.no_grad():
    point.clamp_(-2, 2)
print(point, loss.item())
