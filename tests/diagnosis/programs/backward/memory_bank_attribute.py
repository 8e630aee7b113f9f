#: code IL007
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class EpisodicMemory(nn.Module):
    def __init__(self, dim, slots):
        super().__init__()
        self.write = nn.Linear(dim, dim)
        self.query = nn.Linear(dim, dim)
        self.slots = slots
        self.memory = []

    def forward(self, x):
        self.memory.append(self.write(x).mean(0))  #: saves
        self.memory = self.memory[-self.slots:]
        bank = torch.stack(self.memory)
        attention = F.softmax(self.query(x) @ bank.t(), dim=-1)
        return x + attention @ bank


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(5, 8), nn.ReLU(inplace=True), nn.Linear(8, 8))
        self.mem = EpisodicMemory(8, 3)
        self.dec = nn.Linear(8, 3)

    def forward(self, x):
        return self.dec(self.mem(torch.tanh(self.enc(x))))


torch.manual_seed(0)
net = Net()
optimizer = torch.optim.Adam(net.mem.parameters(), lr=1e-3)
losses = []
for episode in range(3):
    x, y = torch.randn(4, 5), torch.randint(0, 3, (4,))
    loss = F.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward(retain_graph=True)  #: raises
    optimizer.step()  #: overwrites
    losses.append(loss.item())
print(losses)
