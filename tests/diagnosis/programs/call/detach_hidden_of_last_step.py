#: code IL111
#: curable
import torch
import torch.nn as nn


class CharRNN(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, hidden)
        self.rnn = nn.RNN(hidden, hidden, batch_first=True)
        self.out = nn.Linear(hidden, vocab)

    def forward(self, tokens, hidden):
        states, _ = self.rnn(self.embed(tokens), hidden)
        return self.out(states), states[:, -1]  #: made


def train(model, chunks):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    hidden = torch.zeros(1, 2, 8)
    for tokens in chunks:
        logits, last = model(tokens[:, :-1], hidden)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        last.detach_()  #: overwrites, raises
        hidden = last.unsqueeze(0)
    return loss.item()


torch.manual_seed(0)
print(train(CharRNN(10, 8), torch.randint(0, 10, (3, 2, 6))))
