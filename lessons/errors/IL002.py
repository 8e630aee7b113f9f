import torch
from torch import nn

torch.manual_seed(0)
conv = nn.Conv2d(1, 2, kernel_size=3, padding=1)
image = torch.rand(1, 1, 4, 4)

features = conv(image)  #: saves
image -= image.mean()  #: overwrites
features.square().sum().backward()  #: raises
