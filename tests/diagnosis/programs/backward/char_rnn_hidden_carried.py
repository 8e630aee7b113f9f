#: code IL007
#: curable
import torch
import torch.nn as nn

text = "hello hidden state"
chars = sorted(set(text))
index = {c: i for i, c in enumerate(chars)}


class CharRNN(nn.Module):
    def __init__(self, vocab, hidden=12):
        super().__init__()
        self.emb = nn.Embedding(vocab, 6)
        self.rnn = nn.RNN(6, hidden)
        self.fc = nn.Linear(hidden, vocab)

    def forward(self, x, h):
        out, h = self.rnn(self.emb(x), h)  #: saves
        return self.fc(out), h


def main():
    torch.manual_seed(0)
    data = torch.tensor([index[c] for c in text])
    model = CharRNN(len(chars))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    hidden = torch.zeros(1, 12)
    for i in range(0, 12, 4):
        x, y = data[i:i + 4], data[i + 1:i + 5]
        out, hidden = model(x, hidden)
        loss = criterion(out, y)
        optimizer.zero_grad()
        loss.backward(retain_graph=True)  #: raises
        optimizer.step()  #: overwrites


if __name__ == "__main__":
    main()
