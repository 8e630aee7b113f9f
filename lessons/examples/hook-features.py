import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 4), nn.ReLU(inplace=True))
features = []
net[0].register_forward_hook(lambda module, args, out: features.append(out))

net(torch.tensor([[1.0, -1.0]]))
print("before ReLU?", features[0])
