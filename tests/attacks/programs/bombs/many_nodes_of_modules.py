# Builds a module in a module in a module, with parameters of strange names.
# held by: checks
import torch

net = torch.nn.Linear(1, 1)
for _ in range(150):
    outer = torch.nn.Module()
    outer.add_module("<b>" * 50, net)
    net = outer
net.register_parameter("\x00\ud800", torch.nn.Parameter(torch.ones(1)))
