#: nothing
import torch
import torch.nn as nn


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, lambd):
        ctx.lambd = lambd
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return grad.neg().mul_(ctx.lambd), None


torch.manual_seed(0)
extractor = nn.Sequential(nn.Linear(4, 6), nn.ReLU(inplace=True))
label = nn.Linear(6, 3)
domain = nn.Sequential(nn.Linear(6, 6), nn.ReLU(inplace=True), nn.Linear(6, 2))
optimizer = torch.optim.SGD([*extractor.parameters(), *label.parameters(), *domain.parameters()], lr=0.1)
for step in range(2):
    features = extractor(torch.randn(6, 4))
    loss = nn.functional.cross_entropy(label(features), torch.randint(0, 3, (6,)))
    loss = loss + nn.functional.cross_entropy(domain(Reverse.apply(features, 0.5)), torch.randint(0, 2, (6,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
