import torch
from torch import nn

net = nn.Sequential(
    nn.Conv2d(1, 4, 3),
    nn.ReLU(inplace=True),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(4, 2),
)
seen = {}

def on_forward(layer, args, out):
    seen["features"] = out

def on_backward(layer, grad_in, grad_out):
    seen["gradient"] = grad_out[0]

net[0].register_forward_hook(on_forward)
net[0].register_full_backward_hook(on_backward)

image = torch.rand(1, 1, 6, 6, requires_grad=True)
net(image)[0, 1].backward()
weight = seen["gradient"].mean((2, 3), keepdim=True)
heat = (weight * seen["features"]).sum(1)
