#: code IL225
#: also IL203
#: curable
import torch
import torch.nn as nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters


class ScaleShift(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.scale, self.shift = nn.Parameter(torch.ones(dim)), nn.Parameter(torch.zeros(dim))

    def forward(self, x):
        return x * self.scale + self.shift  #: saves


def perturbed_loss(model, x, y, radius):
    flat = parameters_to_vector(model.parameters()).detach()
    vector_to_parameters(flat + radius * torch.randn_like(flat), model.parameters())
    loss = nn.functional.cross_entropy(model(x), y)
    vector_to_parameters(flat, model.parameters())  #: overwrites
    return loss


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), ScaleShift(8), nn.Linear(8, 3))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(6, 4), torch.randint(0, 3, (6,))
loss = perturbed_loss(model, x, y, radius=0.5)
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(model[0].weight.grad)
