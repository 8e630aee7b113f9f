import torch

s = torch.eye(3).to_sparse()
d = torch.sparse.mm(s, torch.ones(3, 2))
m = torch.empty(1000, 1000, device="meta")
n = m + 1
print(d, n.shape, s.coalesce().indices())
