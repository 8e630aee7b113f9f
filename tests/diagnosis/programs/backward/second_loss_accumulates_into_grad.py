#: code IL011
#: curable
# gradient alignment of two domains: the penalty holds the first domain's .grad
import warnings

import torch
import torch.nn as nn

warnings.filterwarnings("ignore", message="Using backward")


class Scorer(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(5, 8)
        self.out = nn.Linear(8, 1)

    def forward(self, x):
        return self.out(torch.sigmoid(self.hidden(x))).squeeze(1)


def domain_loss(model, shift):
    x = torch.randn(6, 5) + shift
    return (model(x) - x.mean(1)).pow(2).mean()


def main():
    torch.manual_seed(0)
    model = Scorer()
    opt = torch.optim.Adam(model.parameters(), lr=1e-3)
    for step in range(2):
        opt.zero_grad()
        domain_loss(model, 0.0).backward(create_graph=True)
        penalty = sum(p.grad.square().sum() for p in model.parameters())  #: saves
        domain_loss(model, 1.0).backward()  #: overwrites
        (0.01 * penalty).backward()  #: raises
        opt.step()


main()
