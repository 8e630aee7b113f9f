#: nothing
import torch
import torch.nn as nn


class BinaryNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.fc = nn.Conv1d(1, 4, 3), nn.Linear(24, 2)

    def binarise(self):
        self.saved = [p.data.clone() for p in self.parameters()]
        for p in self.parameters():
            p.data.sign_()

    def restore(self):
        for p, s in zip(self.parameters(), self.saved):
            p.data.copy_(s)

    def forward(self, x):
        return self.fc(torch.tanh(self.conv(x)).flatten(1))


torch.manual_seed(0)
net = BinaryNet()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(2):
    net.binarise()
    loss = nn.functional.cross_entropy(net(torch.randn(4, 1, 8)), torch.tensor([0, 1, 1, 0]))
    optimizer.zero_grad()
    loss.backward()
    net.restore()
    optimizer.step()
print(loss.item(), net.conv.weight.abs().mean().item())
