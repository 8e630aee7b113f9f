import torch

x = torch.sparse_coo_tensor([[0, 1, 1], [2, 0, 2]], [3.0, 4.0, 5.0], (2, 3))
print(x.to_dense(), x.coalesce().indices().tolist())
print(torch.sparse.mm(x, torch.ones(3, 1)))
print(x.to_dense().to_sparse_csr().crow_indices())
