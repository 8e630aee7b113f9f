#: code IL223
#: curable
import torch
import torch.nn.functional as F


def smooth_labels(labels, classes, eps=0.1):
    target = F.one_hot(labels, classes)
    for row, label in zip(target, labels):
        row[:] = eps / (classes - 1)  #: overwrites
        row[label] = 1 - eps  #: overwrites
    return target


torch.manual_seed(0)
logits = torch.randn(4, 3, requires_grad=True)
target = smooth_labels(torch.tensor([0, 2, 1, 0]), 3)
loss = -(target * F.log_softmax(logits, dim=1)).sum(1).mean()
loss.backward()
print(loss.item(), logits.grad)
