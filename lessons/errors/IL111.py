import torch
from torch import nn

torch.manual_seed(0)
rnn = nn.RNN(2, 3, batch_first=True)
output, _ = rnn(torch.randn(1, 4, 2))

state = output[:, -1]  #: made
state.detach_()  #: overwrites, raises
output, _ = rnn(torch.randn(1, 4, 2), state[None])
