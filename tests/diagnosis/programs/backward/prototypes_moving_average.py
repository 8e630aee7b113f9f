#: code IL007
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class ProtoNet(nn.Module):
    def __init__(self, dim=4):
        super().__init__()
        self.fc1 = nn.Linear(6, 10)
        self.fc2 = nn.Linear(10, dim)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x), inplace=True))  #: saves


class Trainer:
    def __init__(self, classes=3, momentum=0.9):
        self.net = ProtoNet()
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=1e-3)
        self.momentum = momentum
        self.prototypes = [torch.randn(4) for _ in range(classes)]

    def step(self, x, y):
        z = self.net(x)
        for c in y.unique().tolist():
            centre = z[y == c].mean(0)
            self.prototypes[c] = self.momentum * self.prototypes[c] + (1 - self.momentum) * centre
        logits = -torch.cdist(z, torch.stack(self.prototypes))
        loss = F.cross_entropy(logits, y)
        self.optimizer.zero_grad()
        loss.backward(retain_graph=True)  #: raises
        self.optimizer.step()  #: overwrites
        return loss.item()


def main():
    torch.manual_seed(0)
    trainer = Trainer()
    for i in range(3):
        trainer.step(torch.randn(6, 6), torch.tensor([0, 0, 1, 1, 2, 2]))


main()
