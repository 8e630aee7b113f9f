import torch
from torch import nn

conv = nn.Conv2d(1, 2, kernel_size=3, padding=1)
image = torch.randn(1, 1, 2, 2)

gradients = []
for inplace in (False, True):
    relu = nn.ReLU(inplace=inplace)
    conv.zero_grad()
    relu(conv(image)).square().sum().backward()
    gradients.append(conv.weight.grad)
print(torch.equal(gradients[0], gradients[1]))
