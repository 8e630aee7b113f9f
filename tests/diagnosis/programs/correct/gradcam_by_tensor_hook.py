#: nothing
import torch
import torch.nn as nn


class GradCAM:
    def __init__(self, model, layer):
        self.model = model
        layer.register_forward_hook(self.forward_hook)

    def forward_hook(self, module, inputs, output):
        self.activation = output
        output.register_hook(self.gradient_hook)

    def gradient_hook(self, grad):
        self.gradient = grad.detach().clone()

    def __call__(self, x, index):
        self.model.zero_grad()
        self.model(x)[:, index].sum().backward()
        weights = self.gradient.mean((2, 3), keepdim=True)
        heat = (weights * self.activation.detach()).sum(1).relu_()
        heat /= heat.amax((1, 2), keepdim=True).clamp(min=1e-8)
        return heat


torch.manual_seed(0)
features = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(inplace=True))
model = nn.Sequential(features, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2)).eval()
print(GradCAM(model, features[2])(torch.randn(1, 3, 6, 6), 0).shape)
