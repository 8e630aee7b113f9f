import torch

torch.manual_seed(0)
image = torch.rand(2, 3)

standard = image.float()  #: made
standard -= standard.mean()  #: overwrites
print("brightness", image.mean().item())
