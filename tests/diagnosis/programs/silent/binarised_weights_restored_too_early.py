#: code IL203
#: curable
import torch
import torch.nn as nn


class BinaryConv(nn.Conv1d):
    def binarise(self):
        self.original = self.weight.data
        self.weight.data = self.original.sign()

    def restore(self):
        self.weight.data = self.original  #: overwrites


def forward(layers, x):
    for layer in layers:
        layer.binarise()
        x = torch.tanh(layer(x))  #: saves
        layer.restore()
    return x


torch.manual_seed(0)
layers = nn.ModuleList([BinaryConv(1, 4, 3), BinaryConv(4, 2, 3)])
optimizer = torch.optim.SGD(layers.parameters(), lr=0.1)
x, y = torch.randn(4, 1, 8), torch.randn(4, 2, 4)
loss = (forward(layers, x) - y).pow(2).mean()
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(layers[0].weight.grad)
