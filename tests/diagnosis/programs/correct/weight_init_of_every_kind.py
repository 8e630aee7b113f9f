#: nothing
import math

import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(8, 4, padding_idx=0)
        self.lstm = nn.LSTM(4, 6, batch_first=True)
        self.scale = nn.Parameter(torch.empty(6))
        self.fc = nn.Linear(6, 3)
        self.apply(self.init)
        self.scale.data.fill_(0.5)
        self.embed.weight.data[0] = 0

    @staticmethod
    def init(m):
        if isinstance(m, nn.Linear):
            nn.init.kaiming_uniform_(m.weight, a=math.sqrt(5))
            m.bias.data.zero_()
        elif isinstance(m, nn.Embedding):
            m.weight.data.normal_(0, 0.1)
        elif isinstance(m, nn.LSTM):
            for name, p in m.named_parameters():
                if "bias" in name:
                    n = p.size(0)
                    p.data[n // 4 : n // 2].fill_(1.0)
                else:
                    nn.init.orthogonal_(p)

    def forward(self, tokens):
        out, _ = self.lstm(self.embed(tokens))
        return self.fc(out[:, -1] * self.scale)


torch.manual_seed(0)
net = Net()
loss = nn.functional.cross_entropy(net(torch.randint(0, 8, (4, 5))), torch.tensor([0, 1, 2, 1]))
loss.backward()
print(loss.item())
