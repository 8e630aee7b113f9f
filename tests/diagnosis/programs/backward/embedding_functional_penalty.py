#: code IL009
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class TextClassifier(nn.Module):
    def __init__(self, vocab, dim, classes):
        super().__init__()
        self.table = nn.Parameter(torch.randn(vocab, dim))
        self.fc = nn.Linear(dim, classes)

    def penalty(self):
        return self.table.pow(2).sum(1).mean()  #: saves

    def forward(self, tokens):
        words = F.embedding(tokens, self.table, max_norm=1.5)  #: overwrites
        return self.fc(words.mean(1))


def main():
    torch.manual_seed(0)
    model = TextClassifier(12, 5, 3)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for batch in range(2):
        tokens, labels = torch.randint(0, 12, (4, 6)), torch.randint(0, 3, (4,))
        loss = 1e-3 * model.penalty()
        loss = loss + criterion(model(tokens), labels)
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()


main()
