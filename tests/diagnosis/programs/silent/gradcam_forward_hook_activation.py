#: code IL210
#: curable
import torch
import torch.nn as nn

torch.manual_seed(0)
store = {}


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Conv2d(3, 4, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        x = self.relu(self.layer(x))  #: overwrites
        return self.fc(x.mean((2, 3)))


def keep(module, inputs, output):
    store["activation"] = output.detach()  #: saves


model = Backbone().eval()
model.layer.register_forward_hook(keep)
image = torch.rand(1, 3, 6, 6)
with torch.no_grad():
    scores = model(image)
weights = model.fc.weight[scores.argmax()].detach()
heatmap = (weights[:, None, None] * store["activation"][0]).sum(0)
print(heatmap)
