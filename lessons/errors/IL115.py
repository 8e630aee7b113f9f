import torch

vocabulary = torch.randn(4, 2, requires_grad=True)  #: made
vocabulary.resize_(6, 2)  #: overwrites, raises
print(vocabulary.shape)
