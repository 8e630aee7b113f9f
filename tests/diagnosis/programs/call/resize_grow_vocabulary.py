#: code IL115
#: not curable, a new and larger parameter has to be made and given to the optimizer
import torch
import torch.nn as nn


class Tagger(nn.Module):
    def __init__(self, vocab, dim, tags):
        super().__init__()
        self.embedding = nn.Embedding(vocab, dim)
        self.head = nn.Linear(dim, tags)

    def add_tokens(self, count):
        old, dim = self.embedding.weight.shape
        self.embedding.weight.resize_(old + count, dim)  #: overwrites, raises
        self.embedding.num_embeddings = old + count

    def forward(self, tokens):
        return self.head(self.embedding(tokens))


torch.manual_seed(0)
tagger = Tagger(6, 4, 3)
optimizer = torch.optim.SGD(tagger.parameters(), lr=0.1)
tagger.add_tokens(2)
loss = tagger(torch.tensor([1, 7])).logsumexp(1).mean()
loss.backward()
optimizer.step()
print(loss.item())
