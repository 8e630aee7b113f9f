#: code IL107
#: curable
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1),
    nn.ReLU(inplace=True),
    nn.Flatten(),
    nn.Linear(4 * 16, 3),
)

norms = {}


def log_gradients(name):
    def hook(module, grad_input, grad_output):
        norms[name] = grad_output[0].norm().item()

    return hook


for name, layer in model.named_children():
    layer.register_full_backward_hook(log_gradients(name))

x = torch.randn(2, 1, 4, 4)
y = torch.tensor([0, 2])
loss = nn.functional.cross_entropy(model(x), y)  #: overwrites, raises
loss.backward()
print(norms)
