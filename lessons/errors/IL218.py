import torch

words = torch.tensor([0, 2, 2, 1, 2])
counts = torch.zeros(3)
counts[words] += 1  #: overwrites
print(counts)
