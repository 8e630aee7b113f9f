import torch
from torch import nn

torch.manual_seed(0)
decoder = nn.Linear(2, 6)
image = torch.sigmoid(decoder(torch.randn(1, 2)))  #: saves
loss = (image - torch.rand(1, 6)).abs().sum()

picture = image.detach().numpy()
picture *= 255  #: overwrites
print(picture.round())

loss.backward()
print(decoder.bias.grad)
