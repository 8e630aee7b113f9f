#: code IL004
#: curable
import torch
import torch.nn as nn


class TreeComposer(nn.Module):
    """Binary tree: leaves first, then each inner node from its two children."""

    def __init__(self, vocab, dim):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim)
        self.left = nn.Linear(dim, dim)
        self.right = nn.Linear(dim, dim, bias=False)
        self.dim = dim

    def forward(self, leaves, merges):
        n = len(leaves)
        nodes = torch.zeros(n + len(merges), self.dim)
        nodes[:n] = self.emb(leaves)
        for k, (l, r) in enumerate(merges):
            parent = torch.tanh(self.left(nodes[l]) + self.right(nodes[r]))  #: saves
            nodes[n + k] = parent  #: overwrites
        return nodes[-1]


class Sentiment(nn.Module):
    def __init__(self):
        super().__init__()
        self.tree = TreeComposer(10, 6)
        self.cls = nn.Linear(6, 2)

    def forward(self, leaves, merges):
        return self.cls(self.tree(leaves, merges))


torch.manual_seed(0)
model = Sentiment()
opt = torch.optim.Adagrad(model.parameters(), lr=0.05)
corpus = [
    (torch.tensor([1, 4, 2]), [(0, 1), (3, 2)], torch.tensor([1])),
    (torch.tensor([3, 5, 6, 7]), [(0, 1), (2, 3), (4, 5)], torch.tensor([0])),
]
for leaves, merges, label in corpus:
    opt.zero_grad()
    loss = nn.functional.cross_entropy(model(leaves, merges).unsqueeze(0), label)
    loss.backward()  #: raises
    opt.step()
