#: code IL204
#: curable
import torch
import torch.nn as nn


class Swapper:
    """Puts averaged weights into a model while it is looked at."""

    def __init__(self, model, averages):
        self.model, self.averages = model, averages

    def apply(self):
        for p, a in zip(self.model.parameters(), self.averages):
            with torch.no_grad(), torch.autograd._unsafe_preserve_version_counter(p):
                p.copy_(a)  #: overwrites


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 5), nn.Softplus(), nn.Linear(5, 1))
averages = [torch.zeros_like(p) + 0.1 for p in model.parameters()]
swapper = Swapper(model, averages)
x, y = torch.randn(6, 3), torch.randn(6, 1)

prediction = model(x)  #: saves
loss = (prediction - y).pow(2).mean()
swapper.apply()
loss.backward()
print(model[0].weight.grad)
