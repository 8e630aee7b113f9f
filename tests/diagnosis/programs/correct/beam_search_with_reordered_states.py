#: nothing
import torch
import torch.nn as nn


class Decoder(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.embed, self.cell = nn.Embedding(vocab, hidden), nn.GRUCell(hidden, hidden)
        self.out = nn.Linear(hidden, vocab)


@torch.no_grad()
def beam_search(model, width=3, steps=4, eos=0):
    scores = torch.full((width,), float("-inf"))
    scores[0] = 0.0
    h = torch.zeros(width, model.cell.hidden_size)
    tokens = torch.ones(width, steps + 1, dtype=torch.long)
    for t in range(steps):
        h = model.cell(model.embed(tokens[:, t]), h)
        log_prob = model.out(h).log_softmax(1)
        log_prob[:, eos] -= 1.0
        total = (scores[:, None] + log_prob).flatten()
        scores, flat = total.topk(width)
        beam, word = flat // log_prob.size(1), flat % log_prob.size(1)
        tokens = tokens[beam]
        tokens[:, t + 1] = word
        h = h[beam]
    return tokens, scores


torch.manual_seed(0)
tokens, scores = beam_search(Decoder(6, 5))
print(tokens, scores)
