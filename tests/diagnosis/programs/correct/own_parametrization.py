#: nothing
import torch
import torch.nn as nn
import torch.nn.utils.parametrize as parametrize


class Skew(nn.Module):
    def forward(self, x):
        upper = x.triu(1)
        return upper - upper.transpose(-1, -2)


class Orthogonal(nn.Module):
    def forward(self, a):
        eye = torch.eye(a.size(0))
        return torch.linalg.solve(eye + a, eye - a)


def main():
    torch.manual_seed(0)
    layer = nn.Linear(3, 3, bias=False)
    parametrize.register_parametrization(layer, "weight", Skew())
    parametrize.register_parametrization(layer, "weight", Orthogonal())
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    for _ in range(2):
        x = torch.randn(4, 3)
        loss = (layer(x) - x.flip(1)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    w = layer.weight.detach()
    print((w @ w.t()).sub_(torch.eye(3)).abs().max().item() < 1e-5)


main()
