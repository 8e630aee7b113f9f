#: nothing
import torch
import torch.nn as nn
import torch.nn.functional as F


class Taps:
    def __init__(self, model, names):
        self.features = {}
        for name, module in model.named_modules():
            if name in names:
                module.register_forward_hook(self.save(name))

    def save(self, name):
        def hook(module, inputs, output):
            self.features[name] = output.clone()

        return hook


def build():
    return nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.Conv2d(4, 4, 3))


torch.manual_seed(0)
teacher, student = build().eval(), build()
taps = Taps(teacher, {"1", "3"}), Taps(student, {"1", "3"})
x = torch.randn(2, 1, 8, 8)
with torch.no_grad():
    teacher(x)
student(x)
loss = sum(F.mse_loss(taps[1].features[n], taps[0].features[n]) for n in ("1", "3"))
loss.backward()
print(loss.item())
