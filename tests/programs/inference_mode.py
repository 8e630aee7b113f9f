import torch
from torch import nn

net = nn.Conv2d(1, 2, 3)
with torch.inference_mode():
    y = net(torch.ones(1, 1, 4, 4))
    y.relu_()
print(y.is_inference())
try:
    y._version
except RuntimeError as error:
    print(error)
