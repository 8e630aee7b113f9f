import torch

torch.manual_seed(0)
embedding = torch.nn.Embedding(10, 4, padding_idx=0)
words = torch.tensor([[1, 2, 0], [3, 0, 0]])
embedding(words).sum().backward()
print(embedding.weight.grad.sum(dim=1).tolist())
bag = torch.nn.EmbeddingBag(10, 4, mode="mean", sparse=True)
bag(words).sum().backward()
print(bag.weight.grad.is_sparse)
