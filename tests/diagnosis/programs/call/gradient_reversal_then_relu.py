#: code IL107
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class GradReverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, lambd):
        ctx.lambd = lambd
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return -ctx.lambd * grad, None


class DomainClassifier(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.act = nn.ReLU(inplace=True)
        self.fc = nn.Linear(dim, 2)

    def forward(self, features, lambd=1.0):
        x = GradReverse.apply(features, lambd)  #: made
        return self.fc(self.act(x))  #: overwrites, raises


def main():
    torch.manual_seed(0)
    extractor, domain = nn.Linear(5, 6), DomainClassifier(6)
    optimizer = torch.optim.SGD([*extractor.parameters(), *domain.parameters()], lr=0.1)
    for _ in range(2):
        loss = F.cross_entropy(domain(extractor(torch.randn(4, 5))), torch.randint(0, 2, (4,)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(loss.item())


main()
