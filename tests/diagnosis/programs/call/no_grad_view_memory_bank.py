#: code IL105
#: curable
import torch
import torch.nn as nn


class MemoryBank:
    def __init__(self, classes, dim):
        self.bank = torch.zeros(classes, dim)

    def slot(self, label):
        with torch.no_grad():
            return self.bank[label]  #: made

    def update(self, label, feature):
        slot = self.slot(label)
        slot.copy_(feature)  #: overwrites, raises


def main():
    torch.manual_seed(0)
    encoder = nn.Sequential(nn.Linear(5, 8), nn.ReLU(inplace=True), nn.Linear(8, 3))
    memory = MemoryBank(4, 3)
    x, labels = torch.randn(4, 5), torch.tensor([0, 1, 2, 3])
    features = encoder(x)
    for feature, label in zip(features, labels):
        memory.update(int(label), feature)
    loss = (features @ memory.bank.t()).logsumexp(1).mean()
    loss.backward()
    print(loss.item())


main()
