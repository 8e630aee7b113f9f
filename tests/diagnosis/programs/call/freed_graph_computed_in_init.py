#: code IL120
#: curable
import torch
import torch.nn as nn


class PrototypeNet(nn.Module):
    def __init__(self, anchors, dim):
        super().__init__()
        self.project = nn.Linear(anchors.size(1), dim)
        self.prototypes = self.project(anchors).tanh()

    def forward(self, x):
        return -torch.cdist(self.project(x).tanh(), self.prototypes)


def main():
    torch.manual_seed(0)
    model = PrototypeNet(torch.randn(3, 5), 4)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for step in range(3):
        logits = model(torch.randn(6, 5))
        loss = nn.functional.cross_entropy(logits, torch.randint(0, 3, (6,)))
        optimizer.zero_grad()
        loss.backward()  #: raises
    print(loss.item())


main()
