#: code IL001
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


def pairwise_distances(emb):
    dot = emb @ emb.t()
    sq = dot.diagonal()
    dist = sq.unsqueeze(0) - 2.0 * dot + sq.unsqueeze(1)
    dist = dist.clamp(min=1e-4).sqrt()  #: saves
    return dist


def batch_hard_triplet(emb, labels, margin=0.3):
    dist = pairwise_distances(emb)
    same = labels.unsqueeze(0) == labels.unsqueeze(1)
    same.fill_diagonal_(False)
    dist.fill_diagonal_(0.0)  #: overwrites
    hardest_pos = (dist * same).max(1)[0]
    dist[same] += 10.0  #: overwrites
    dist += torch.eye(len(labels)) * 10  #: overwrites
    hardest_neg = dist.min(1)[0]
    return F.relu(hardest_pos - hardest_neg + margin).mean()


class Embedder(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(6, 12), nn.BatchNorm1d(12), nn.ReLU(inplace=True), nn.Linear(12, 4))

    def forward(self, x):
        return self.net(x)


torch.manual_seed(0)
model = Embedder()
opt = torch.optim.Adam(model.parameters(), lr=3e-4)
x = torch.randn(8, 6)
labels = torch.tensor([0, 0, 1, 1, 2, 2, 3, 3])
for step in range(2):
    loss = batch_hard_triplet(model(x), labels)
    opt.zero_grad()
    loss.backward()  #: raises
    opt.step()
