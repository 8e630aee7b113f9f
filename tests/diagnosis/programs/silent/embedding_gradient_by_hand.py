#: code IL218
#: curable
import torch

torch.manual_seed(0)
vocab, dim = 6, 3
table = torch.randn(vocab, dim)
w_out = torch.randn(dim, vocab)


def step(tokens, targets, lr=0.1):
    hidden = table[tokens]
    prob = (hidden @ w_out).softmax(1)
    error = prob - torch.nn.functional.one_hot(targets, vocab)
    grad_hidden = error @ w_out.t()
    table[tokens] -= lr * grad_hidden  #: overwrites
    return -prob[torch.arange(len(tokens)), targets].log().mean()


for _ in range(2):
    loss = step(torch.tensor([1, 1, 2, 1]), torch.tensor([0, 0, 3, 0]))
print(loss, table[1])
