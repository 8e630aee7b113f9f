#: code IL219
#: curable
import torch
import torch.nn as nn


class TokenDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training:
            dropped = torch.rand(x.shape[:2]) < self.p
            x[dropped].zero_()  #: overwrites
        return x


torch.manual_seed(0)
embed = nn.Embedding(10, 4)
model = nn.Sequential(embed, TokenDropout(0.5))
out = model(torch.randint(0, 10, (2, 6)))
print((out.abs().sum(-1) == 0).sum().item(), "tokens dropped")
