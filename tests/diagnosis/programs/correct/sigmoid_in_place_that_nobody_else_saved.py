#: nothing
import torch
import torch.nn as nn


class SqueezeExcite(nn.Module):
    def __init__(self, width, squeeze=2):
        super().__init__()
        self.fc1 = nn.Conv2d(width, width // squeeze, 1)
        self.fc2 = nn.Conv2d(width // squeeze, width, 1)

    def forward(self, x):
        s = x.mean((2, 3), keepdim=True)
        s = self.fc1(s).relu_()
        s = self.fc2(s).sigmoid_()
        return x * s


torch.manual_seed(0)
net = nn.Sequential(nn.Conv2d(1, 4, 3), SqueezeExcite(4), nn.Flatten(), nn.Linear(64, 1))
loss = net(torch.randn(2, 1, 6, 6)).mean()
loss.backward()
print(loss.item(), net[1].fc1.weight.grad.norm().item())
