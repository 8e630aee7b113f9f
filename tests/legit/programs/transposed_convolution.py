import torch

up = torch.nn.ConvTranspose2d(1, 1, 2, stride=2, bias=False)
torch.nn.init.ones_(up.weight)
print(up(torch.arange(4.0).reshape(1, 1, 2, 2)))
print(torch.nn.functional.pixel_shuffle(torch.arange(4.0).reshape(1, 4, 1, 1), 2))
