#: code IL007
#: also IL006
#: curable
import torch
import torch.nn as nn


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv1d(1, 4, 3), nn.BatchNorm1d(4), nn.ReLU(inplace=True),
            nn.Flatten(), nn.Linear(24, 8), nn.ReLU(inplace=True), nn.Linear(8, 4),
        )

    def forward(self, a, b):
        return (self.branch(a) - self.branch(b)).pow(2).sum(1)  #: saves


def contrastive(d, same, margin=1.0):
    return (same * d + (1 - same) * torch.relu(margin - d)).mean()


def main():
    torch.manual_seed(0)
    net = Siamese()
    opt = torch.optim.SGD(net.parameters(), lr=0.01)
    train_loss = 0
    for batch in range(3):
        a, b = torch.randn(3, 1, 8), torch.randn(3, 1, 8)
        same = torch.tensor([1.0, 0.0, 1.0])
        train_loss = train_loss + contrastive(net(a, b), same)
        opt.zero_grad()
        train_loss.backward(retain_graph=True)  #: raises
        opt.step()  #: overwrites
    print(train_loss.item() / 3)


main()
