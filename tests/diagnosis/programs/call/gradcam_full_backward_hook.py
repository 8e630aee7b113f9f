#: code IL107
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class DenseBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4))
        self.classifier = nn.Linear(4, 2)

    def forward(self, x):
        features = self.features(x)
        out = F.relu(features, inplace=True)  #: overwrites, raises
        return self.classifier(F.adaptive_avg_pool2d(out, 1).flatten(1))


class GradCAM:
    def __init__(self, model, layer):
        self.model = model
        layer.register_forward_hook(lambda m, i, o: setattr(self, "activation", o))
        layer.register_full_backward_hook(lambda m, gi, go: setattr(self, "gradient", go[0]))

    def __call__(self, x, index):
        self.model.zero_grad()
        self.model(x)[:, index].sum().backward()
        weights = self.gradient.mean((2, 3), keepdim=True)
        return (weights * self.activation).sum(1).clamp(min=0)


torch.manual_seed(0)
net = DenseBlock().eval()
cam = GradCAM(net, net.features)
print(cam(torch.randn(1, 3, 6, 6), 0).shape)
