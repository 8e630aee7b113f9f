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

def on_backward(grad):
    seen["gradient"] = grad

def on_forward(layer, args, out):
    seen["features"] = out.clone()
    out.register_hook(on_backward)

net[0].register_forward_hook(on_forward)

image = torch.rand(1, 1, 6, 6, requires_grad=True)
net(image)[0, 1].backward()
weight = seen["gradient"].mean((2, 3), keepdim=True)
heat = (weight * seen["features"]).sum(1)
