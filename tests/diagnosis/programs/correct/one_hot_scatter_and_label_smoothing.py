#: nothing
import torch
import torch.nn as nn
import torch.nn.functional as F


class SmoothedLoss(nn.Module):
    def __init__(self, classes, eps=0.1, ignore=0):
        super().__init__()
        self.classes, self.eps, self.ignore = classes, eps, ignore

    def forward(self, logits, target):
        true = torch.zeros_like(logits).fill_(self.eps / (self.classes - 2))
        true.scatter_(1, target.unsqueeze(1), 1 - self.eps)
        true[:, self.ignore] = 0
        true.index_fill_(0, (target == self.ignore).nonzero().flatten(), 0.0)
        return F.kl_div(F.log_softmax(logits, 1), true, reduction="sum")


torch.manual_seed(0)
net = nn.Linear(4, 5)
loss = SmoothedLoss(5)(net(torch.randn(6, 4)), torch.tensor([1, 2, 0, 4, 3, 1]))
loss.backward()
print(loss.item(), net.weight.grad.norm().item())
