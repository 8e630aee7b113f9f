#: code IL007
#: curable
# minimal RNN, weights as plain tensors, update by hand
import torch

torch.manual_seed(0)
H, V, lr = 8, 5, 0.1
Wxh = torch.randn(V, H) * 0.1
Whh = torch.randn(H, H) * 0.1
Why = torch.randn(H, V) * 0.1
bh, by = torch.zeros(H), torch.zeros(V)
params = [Wxh, Whh, Why, bh, by]
for p in params:
    p.requires_grad_()


def lossfun(inputs, targets, h):
    loss = 0.0
    for i, t in zip(inputs, targets):
        x = torch.zeros(1, V)
        x[0, i] = 1
        h = torch.tanh(x @ Wxh + h @ Whh + bh)  #: saves
        logits = h @ Why + by
        loss = loss + torch.nn.functional.cross_entropy(logits, torch.tensor([t]))
    return loss, h


sequence = [0, 1, 2, 3, 4, 3, 2, 1, 0, 1]
h = torch.zeros(1, H)
for start in range(0, 9, 3):
    loss, h = lossfun(sequence[start:start + 3], sequence[start + 1:start + 4], h)
    loss.backward(retain_graph=True)  #: raises
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad  #: overwrites
            p.grad.zero_()
