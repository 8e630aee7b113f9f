import torch

torch.manual_seed(0)
sums = [torch.zeros(2)] * 3  #: saves
for label, x in zip([0, 1, 1, 2], torch.randn(4, 2)):
    sums[label] += x  #: overwrites
print(sums)
