#: code IL112
#: curable
import torch
import torch.nn as nn


class FastLinear(nn.Module):
    def __init__(self, batch, fin, fout):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(fin, fout) / fin**0.5)
        self.register_buffer("workspace", torch.empty(batch, fout))

    def forward(self, x):
        torch.matmul(x, self.weight, out=self.workspace)  #: overwrites, raises
        return self.workspace.relu()


torch.manual_seed(0)
model = nn.Sequential(FastLinear(4, 5, 6), FastLinear(4, 6, 2))
loss = model(torch.randn(4, 5)).sum()
loss.backward()
print(loss.item())
