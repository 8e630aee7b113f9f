import copy

import torch

model = torch.nn.Linear(2, 2)
average = copy.deepcopy(model)
for _ in range(3):
    with torch.no_grad():
        for ours, theirs in zip(average.parameters(), model.parameters()):
            theirs.add_(1.0)
            ours.lerp_(theirs, 0.1)
print(torch.allclose(average.weight - model.weight, (average.weight - model.weight)[0, 0].expand(2, 2), atol=1e-5))
swa = torch.optim.swa_utils.AveragedModel(model)
swa.update_parameters(model)
print(int(swa.n_averaged))
