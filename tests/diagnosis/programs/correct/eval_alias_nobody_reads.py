#: nothing
import torch
import torch.nn as nn


class Head(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1, self.drop, self.fc2 = nn.Linear(dim, dim), nn.Dropout(0.5), nn.Linear(dim, 2)
        self.norm = nn.Identity()

    def forward(self, x):
        h = self.drop(self.norm(self.fc1(x)))
        h *= 0.5
        h = h.reshape(h.size(0), -1)
        h += 1
        return self.fc2(h)


torch.manual_seed(0)
head = Head(4)
x = torch.randn(3, 4)
head(x).sum().backward()
head.eval()
with torch.no_grad():
    print(head(x), head.fc1.weight.grad.norm().item())
