#: nothing
import torch
import torch.nn as nn


class Features(nn.Module):
    """Keeps what comes out of each ReLU: in place or not, it is the same."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 4, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            nn.Conv2d(4, 6, 3, padding=1),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        kept = []
        for layer in self.layers:
            x = layer(x)
            if isinstance(layer, nn.ReLU):
                kept.append(x)
        return kept


torch.manual_seed(0)
vgg = Features().requires_grad_(False)
image = torch.rand(1, 3, 8, 8, requires_grad=True)
goal = vgg(torch.rand(1, 3, 8, 8))
loss = sum((a - b).abs().mean() for a, b in zip(vgg(image), goal))
loss.backward()
print(loss.item(), image.grad.norm().item())
