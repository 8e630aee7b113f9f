#: code IL116
#: curable
import copy

import torch
import torch.nn as nn
from torch.func import functional_call, stack_module_state, vmap


class Member(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 6)
        self.bn = nn.BatchNorm1d(6)
        self.out = nn.Linear(6, 2)

    def forward(self, x):
        return self.out(torch.relu(self.bn(self.fc(x))))  #: overwrites, raises


def main():
    torch.manual_seed(0)
    models = [Member() for _ in range(3)]
    params, _ = stack_module_state(models)
    base = copy.deepcopy(models[0])

    def call(p, x):
        return functional_call(base, p, (x,))

    out = vmap(call, in_dims=(0, None))(params, torch.randn(5, 4))
    print(out.shape)


main()
