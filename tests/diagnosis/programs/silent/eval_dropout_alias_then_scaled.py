#: code IL212
#: also IL209
#: curable
import torch
import torch.nn as nn


class FeedForward(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.drop = nn.Dropout(0.1)
        self.fc = nn.Linear(dim, dim)
        self.scale = 0.5

    def forward(self, x):
        residual = x  #: saves
        h = self.drop(x)  #: made
        h *= self.scale  #: overwrites
        return residual + self.fc(h)


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), FeedForward(4), FeedForward(4))
model.eval()
with torch.no_grad():
    print(model(torch.randn(2, 3)))
