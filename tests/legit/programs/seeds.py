import random

import numpy
import torch

for _ in range(2):
    random.seed(5)
    numpy.random.seed(5)
    torch.manual_seed(5)
    print(random.random(), numpy.random.rand(), torch.rand(2), torch.randperm(4))
generator = torch.Generator().manual_seed(7)
print(torch.randn(2, generator=generator), torch.initial_seed())
state = torch.get_rng_state()
first = torch.rand(1)
torch.set_rng_state(state)
print(torch.equal(first, torch.rand(1)))
