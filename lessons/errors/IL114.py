import torch

torch.manual_seed(0)
offset = torch.zeros(3)  #: made
batch = torch.randn(4, 3)
offset += batch  #: overwrites, raises
print(offset)
