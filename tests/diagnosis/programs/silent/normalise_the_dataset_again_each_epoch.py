#: code IL211
#: curable
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Series(Dataset):
    def __init__(self, n):
        self.x = torch.randn(n, 4) * 3 + 5
        self.y = self.x.sum(1)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        sample = self.x[i]
        sample -= 5  #: overwrites
        sample /= 3  #: overwrites
        return sample, self.y[i]


def main():
    torch.manual_seed(0)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    data = Series(8)
    for epoch in range(2):
        for x, y in DataLoader(data, batch_size=4):
            loss = (model(x).squeeze(1) - y).pow(2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print(epoch, round(loss.item(), 4))


main()
