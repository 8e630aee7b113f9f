#: code IL210
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


def make_net(width):
    return nn.Sequential(
        nn.Conv2d(1, width, 3, padding=1),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
        nn.Conv2d(width, width, 3, padding=1),
        nn.ReLU(inplace=True),
    )


class FeatureTap:
    def __init__(self, layer):
        self.features = []
        layer.register_forward_hook(self.hook)

    def hook(self, module, inputs, output):
        self.features.append(output)  #: saves


torch.manual_seed(0)
teacher, student = make_net(4).eval(), make_net(4)
taps = FeatureTap(teacher[1]), FeatureTap(student[1])
optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
x = torch.randn(2, 1, 6, 6)
with torch.no_grad():
    teacher(x)  #: overwrites
student(x)  #: overwrites
# match the features before the activation
loss = F.mse_loss(taps[1].features[0], taps[0].features[0])
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(loss.item())
