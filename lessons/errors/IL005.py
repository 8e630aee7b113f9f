import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(4, 3)
labels = torch.tensor([1, 2, 3])

labels -= 1
loss = nn.functional.cross_entropy(model(torch.rand(3, 4)), labels)  #: saves
labels += 1  #: overwrites
loss.backward()  #: raises
