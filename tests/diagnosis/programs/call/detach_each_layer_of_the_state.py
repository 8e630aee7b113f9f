#: code IL111
#: curable
import torch
from torch import nn

torch.manual_seed(0)
layers, hidden = 2, 4
gru, head = nn.GRU(3, hidden, num_layers=layers), nn.Linear(hidden, 1)
optimizer = torch.optim.SGD([*gru.parameters(), *head.parameters()], lr=0.1)
state = torch.zeros(layers, 1, hidden)

for chunk in torch.randn(3, 5, 1, 3):
    out, state = gru(chunk, state)
    loss = (head(out).squeeze(-1) - chunk.sum(-1)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    for layer in range(layers):
        state[layer].detach_()  #: overwrites, raises, made
print(loss.item())
