#: code IL113
#: curable
import torch
from torch import nn


class SoftConfusion:
    def __init__(self, classes):
        self.matrix = torch.zeros(classes, classes, dtype=torch.long)  #: made

    def update(self, probabilities, labels):
        onehot = nn.functional.one_hot(labels, self.matrix.size(0)).float()
        self.matrix += onehot.t() @ probabilities  #: overwrites, raises

    def accuracy(self):
        return self.matrix.diagonal().sum() / self.matrix.sum()


torch.manual_seed(0)
net = nn.Linear(4, 3).eval()
metric = SoftConfusion(3)
with torch.no_grad():
    for _ in range(2):
        metric.update(net(torch.randn(5, 4)).softmax(1), torch.randint(0, 3, (5,)))
print(metric.accuracy())
