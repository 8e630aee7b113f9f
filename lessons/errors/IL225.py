import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

torch.manual_seed(0)
first, second = nn.Conv1d(1, 2, 3), nn.Conv1d(2, 1, 3)
weights = [*first.parameters(), *second.parameters()]
old = parameters_to_vector(weights).detach()

vector_to_parameters(old + 0.5 * torch.randn_like(old), weights)
loss = second(first(torch.randn(2, 1, 8)).tanh()).pow(2).sum()  #: saves
vector_to_parameters(old, weights)  #: overwrites

loss.backward()
print(first.weight.grad)
