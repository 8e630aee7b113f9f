#: code IL218
#: curable
import torch


def histogram(values, bins):
    edges = (values * bins).long().clamp(0, bins - 1)
    counts = torch.zeros(bins)
    counts[edges] += 1  #: overwrites
    return counts / counts.sum()


def entropy(p):
    p = p[p > 0]
    return -(p * p.log()).sum()


torch.manual_seed(0)
values = torch.rand(50) ** 2
print(entropy(histogram(values, 5)))
