#: code IL009
#: curable
import torch
import torch.nn as nn


class TransH(nn.Module):
    def __init__(self, entities, relations, dim):
        super().__init__()
        self.ent = nn.Embedding(entities, dim, max_norm=1.0)
        self.rel = nn.Embedding(relations, dim)
        nn.init.uniform_(self.ent.weight, -2, 2)

    def all_scores(self, h, r):
        """Distance of head plus relation to every entity."""
        return h @ self.ent.weight.t() + r.sum(1, keepdim=True)  #: saves

    def forward(self, heads, relations, tails):
        r = self.rel(relations)
        h = self.ent(heads)
        scores = self.all_scores(h, r)
        t = self.ent(tails)  #: overwrites
        distance = (h + r - t).norm(p=1, dim=1)
        return distance, scores


if __name__ == "__main__":
    torch.manual_seed(0)
    model = TransH(7, 2, 4)
    opt = torch.optim.Adagrad(model.parameters(), lr=0.1)
    triples = torch.tensor([[0, 0, 1], [2, 1, 3], [4, 0, 5]])
    for epoch in range(2):
        h, r, t = triples.unbind(1)
        distance, scores = model(h, r, t)
        loss = distance.mean() + nn.functional.cross_entropy(scores, t)
        opt.zero_grad()
        loss.backward()  #: raises
        opt.step()
