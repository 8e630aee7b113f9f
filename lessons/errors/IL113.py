import torch

votes = torch.zeros(3, dtype=torch.long)  #: made
weights = torch.tensor([0.5, 0.25, 0.25])
votes += weights  #: overwrites, raises
print(votes)
