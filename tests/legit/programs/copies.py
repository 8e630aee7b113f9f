import copy

import torch

model = torch.nn.Linear(2, 1)
twin, shallow = copy.deepcopy(model), copy.copy(model)
with torch.no_grad():
    model.weight.zero_()
print(bool((twin.weight == 0).all()), bool((shallow.weight == 0).all()))
x = torch.ones(2)
print(x.clone() is x, x.detach().data_ptr() == x.data_ptr(), copy.deepcopy([x, x])[0].sum())
