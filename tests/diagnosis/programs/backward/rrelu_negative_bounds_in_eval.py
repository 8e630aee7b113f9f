#: code IL016
#: curable
import torch
import torch.nn as nn


class Adversary(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(5, 10), nn.RReLU(-0.3, -0.1, inplace=True), nn.Linear(10, 10))
        self.classifier = nn.Linear(10, 2)

    def forward(self, x):
        h = self.features(x)  #: saves, overwrites
        return self.classifier(torch.relu(h))


def fgsm(model, x, y, eps):
    """The attack is made in eval mode, where the slope is fixed."""
    model.eval()
    x = x.clone().requires_grad_(True)
    loss = nn.functional.cross_entropy(model(x), y)
    (g,) = torch.autograd.grad(loss, x)  #: raises
    return (x + eps * g.sign()).detach()


def main():
    torch.manual_seed(0)
    model = Adversary()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x, y = torch.randn(6, 5), torch.tensor([0, 1, 0, 1, 0, 1])
    for epoch in range(2):
        model.train()
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        adversarial = fgsm(model, x, y, 0.1)
        print((model(adversarial).argmax(1) == y).float().mean().item())


if __name__ == "__main__":
    main()
