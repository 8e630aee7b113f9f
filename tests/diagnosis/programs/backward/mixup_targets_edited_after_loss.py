#: code IL002
#: curable
import torch
import torch.nn as nn


def soft_cross_entropy(logits, soft):
    return -(soft * logits.log_softmax(1)).sum(1).mean()  #: saves


def smooth_(soft, eps=0.1):
    soft.mul_(1 - eps).add_(eps / soft.size(1))  #: overwrites
    return soft


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(6, 12), nn.ReLU(inplace=True), nn.Dropout(0.1))
        self.main_head = nn.Linear(12, 3)
        self.aux_head = nn.Linear(12, 3)

    def forward(self, x):
        h = self.features(x)
        return self.main_head(h), self.aux_head(h)


def run():
    torch.manual_seed(0)
    net = MLP()
    opt = torch.optim.SGD(net.parameters(), 0.1)
    x = torch.randn(6, 6)
    y = nn.functional.one_hot(torch.tensor([0, 1, 2, 0, 1, 2]), 3).float()
    lam, perm = 0.7, torch.randperm(6)
    x.mul_(lam).add_(x[perm], alpha=1 - lam)
    y = lam * y + (1 - lam) * y[perm]
    main, aux = net(x)
    loss = soft_cross_entropy(main, y)
    loss = loss + 0.3 * nn.functional.mse_loss(aux.softmax(1), smooth_(y))
    opt.zero_grad()
    loss.backward()  #: raises
    opt.step()


run()
