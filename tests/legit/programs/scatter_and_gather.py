import torch

x = torch.arange(12.0).reshape(3, 4)
index = torch.tensor([[0, 2], [1, 3], [0, 0]])
print(x.gather(1, index))
print(torch.zeros(3, 4).scatter_(1, index, 1.0), torch.zeros(3).index_add_(0, torch.tensor([0, 0, 2]), torch.ones(3)))
print(torch.zeros(2).scatter_reduce(0, torch.tensor([0, 1, 1]), torch.tensor([1.0, 5.0, 3.0]), "amax"))
