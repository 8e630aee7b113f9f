#: code IL006
#: not curable, the second gradient needs a second forward at the perturbed weights
import torch
import torch.nn as nn


class SAM:
    """Sharpness aware minimisation around SGD."""

    def __init__(self, params, rho=0.05, lr=0.1):
        self.params, self.rho = list(params), rho
        self.base = torch.optim.SGD(self.params, lr=lr)

    @torch.no_grad()
    def ascend(self):
        norm = torch.stack([p.grad.norm() for p in self.params]).norm() + 1e-12
        self.moved = []
        for p in self.params:
            e = p.grad * (self.rho / norm)
            p.add_(e)  #: overwrites
            self.moved.append(e)

    @torch.no_grad()
    def descend(self):
        for p, e in zip(self.params, self.moved):
            p.sub_(e)
        self.base.step()


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 12), nn.Linear(12, 3)

    def forward(self, x):
        return self.b(torch.relu(self.a(x)))  #: saves


torch.manual_seed(0)
model = Classifier()
sam = SAM(model.parameters())
x, y = torch.randn(9, 4), torch.randint(0, 3, (9,))
loss = nn.functional.cross_entropy(model(x), y)
loss.backward(retain_graph=True)
sam.ascend()
sam.base.zero_grad()
loss.backward()  #: raises
sam.descend()
