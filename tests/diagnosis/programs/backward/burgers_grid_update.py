#: code IL004
#: curable
import torch


def burgers(u0, nu, steps, dx, dt):
    """Upwind solver, all time levels kept in one tensor."""
    u = torch.zeros(steps + 1, u0.numel())
    u[0] = u0
    for n in range(steps):
        left = u[n].roll(1)
        right = u[n].roll(-1)
        advect = u[n] * (u[n] - left) / dx  #: saves
        diffuse = nu * (right - 2 * u[n] + left) / dx ** 2
        u[n + 1] = u[n] - dt * advect + dt * diffuse  #: overwrites
    return u


def main():
    torch.manual_seed(0)
    x = torch.linspace(0, 1, 12)
    observed = burgers(torch.sin(6.28 * x), torch.tensor(0.02), 5, 1 / 12, 0.01)
    nu = torch.nn.Parameter(torch.tensor(0.05))
    u0 = torch.nn.Parameter(torch.zeros(12))
    optimizer = torch.optim.LBFGS([nu, u0], max_iter=2)

    def closure():
        optimizer.zero_grad()
        loss = (burgers(u0, nu, 5, 1 / 12, 0.01) - observed).pow(2).mean()
        loss.backward()  #: raises
        return loss

    optimizer.step(closure)


main()
