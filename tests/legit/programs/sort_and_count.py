import torch

x = torch.tensor([3, 1, 2, 3, 0])
print(x.sort(), x.topk(2), x.unique(return_counts=True))
print(x.bincount(), torch.histc(x.float(), 4), x.float().quantile(0.5), torch.searchsorted(torch.arange(4), x))
print(x.float().median(), x.float().mode(), x.cumsum(0), x.argsort(stable=True))
