#: code IL101
#: curable
import torch
import torch.nn as nn


class PreActNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.ReLU(inplace=True),
            nn.Conv2d(3, 4, 3, padding=1),
            nn.ReLU(inplace=True),
        )
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        x = self.features(x)  #: overwrites, raises
        return self.fc(x.mean((2, 3)))


def saliency(model, image, label):
    image = image.clone().requires_grad_()  #: made
    score = model(image)[0, label]
    score.backward()
    return image.grad.abs().amax(1)


torch.manual_seed(0)
net = PreActNet().eval()
print(saliency(net, torch.randn(1, 3, 8, 8), 1).shape)
