import torch
from torch import nn

net = nn.Sequential(
    nn.Conv2d(1, 4, 3),
    nn.ReLU(inplace=True),
    nn.Flatten(),
    nn.Linear(64, 2),
)
gradients = []

def keep(layer, grad_in, grad_out):
    gradients.append(grad_out[0])

net[0].register_full_backward_hook(keep)
score = net(torch.randn(1, 1, 6, 6))[0, 1]
score.backward()
print(gradients[0].shape)
