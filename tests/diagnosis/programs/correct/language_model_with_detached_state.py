#: nothing
import torch
import torch.nn as nn


class RNNModel(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.drop = nn.Dropout(0.1)
        self.encoder = nn.Embedding(vocab, hidden)
        self.rnn = nn.LSTM(hidden, hidden, batch_first=True)
        self.decoder = nn.Linear(hidden, vocab)
        self.decoder.weight = self.encoder.weight
        self.encoder.weight.data.uniform_(-0.1, 0.1)
        self.decoder.bias.data.zero_()

    def forward(self, tokens, state):
        out, state = self.rnn(self.drop(self.encoder(tokens)), state)
        return self.decoder(out), state


def repackage(state):
    return tuple(s.detach() for s in state)


torch.manual_seed(0)
model = RNNModel(11, 6)
state = (torch.zeros(1, 2, 6), torch.zeros(1, 2, 6))
total_loss, lr = 0.0, 0.5
for tokens in torch.randint(0, 11, (3, 2, 6)):
    state = repackage(state)
    model.zero_grad()
    logits, state = model(tokens[:, :-1], state)
    loss = nn.functional.cross_entropy(logits.reshape(-1, 11), tokens[:, 1:].reshape(-1))
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 0.25)
    for p in model.parameters():
        p.data.add_(p.grad, alpha=-lr)
    total_loss += loss.item()
print(total_loss)
