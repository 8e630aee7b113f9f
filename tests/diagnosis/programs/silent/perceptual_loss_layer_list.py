#: code IL210
#: curable
import torch
import torch.nn as nn


class VGGFeatures(nn.Module):
    def __init__(self, wanted=("0", "3")):
        super().__init__()
        self.wanted = wanted
        self.layers = nn.Sequential(
            nn.Conv2d(3, 4, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            nn.Conv2d(4, 6, 3, padding=1),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        outputs = []
        for name, layer in self.layers.named_children():
            x = layer(x)  #: overwrites
            if name in self.wanted:
                outputs.append(x)  #: saves
        return outputs


def perceptual_loss(vgg, a, b):
    return sum((f - g).abs().mean() for f, g in zip(vgg(a), vgg(b)))


torch.manual_seed(0)
vgg = VGGFeatures().eval().requires_grad_(False)
image = torch.rand(1, 3, 8, 8, requires_grad=True)
loss = perceptual_loss(vgg, image, torch.rand(1, 3, 8, 8))
loss.backward()
print(loss.item(), image.grad.norm())
