#: nothing
import torch
import torch.nn as nn


class CRF(nn.Module):
    def __init__(self, tags):
        super().__init__()
        self.trans = nn.Parameter(torch.randn(tags, tags))
        self.trans.data[0, :] = -10000.0
        self.trans.data[:, 1] = -10000.0

    def forward(self, emissions):
        alpha = torch.full((self.trans.size(0),), -10000.0)
        alpha[0] = 0.0
        for emission in emissions:
            alpha = torch.logsumexp(alpha[None, :] + self.trans + emission[:, None], dim=1)
        return torch.logsumexp(alpha + self.trans[1], dim=0)


def score(crf, emissions, tags):
    total = torch.zeros(1)
    previous = 0
    for emission, tag in zip(emissions, tags):
        total = total + crf.trans[tag, previous] + emission[tag]
        previous = tag
    return total + crf.trans[1, previous]


torch.manual_seed(0)
encoder, crf = nn.LSTM(3, 4), CRF(4)
optimizer = torch.optim.SGD([*encoder.parameters(), *crf.parameters()], lr=0.01)
for _ in range(2):
    emissions, _ = encoder(torch.randn(5, 3))
    loss = crf(emissions) - score(crf, emissions, [2, 3, 2, 2, 3])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
