#: code IL006
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class Extractor(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin1 = nn.Linear(8, 12)
        self.lin2 = nn.Linear(12, 6)

    def forward(self, x):
        return F.elu(self.lin2(F.elu(self.lin1(x))))


extractor, classifier = Extractor(), nn.Linear(6, 3)
domain = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace=True), nn.Linear(8, 2))
opt_f = torch.optim.Adam([*extractor.parameters(), *classifier.parameters()], lr=1e-3)
opt_d = torch.optim.Adam(domain.parameters(), lr=1e-3)


def discriminate(features, n):
    label = torch.cat([torch.zeros(n), torch.ones(n)]).long()
    return F.cross_entropy(domain(features), label)  #: saves


for batch in range(2):
    xs, ys, xt = torch.randn(4, 8), torch.randint(0, 3, (4,)), torch.randn(4, 8) + 0.5
    features = extractor(torch.cat([xs, xt]))
    task_loss = F.cross_entropy(classifier(features[:4]), ys)
    confusion = -discriminate(features, 4)
    domain_loss = discriminate(features.detach(), 4)
    opt_d.zero_grad()
    domain_loss.backward()
    opt_d.step()  #: overwrites
    total = task_loss + 0.1 * confusion
    opt_f.zero_grad()
    total.backward()  #: raises
    opt_f.step()
