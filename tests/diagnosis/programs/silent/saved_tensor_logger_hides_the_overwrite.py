#: code IL205
#: curable
import torch
import torch.nn as nn


class MemoryLog:
    def __init__(self):
        self.sizes = []

    def pack(self, tensor):
        self.sizes.append(tensor.numel() * tensor.element_size())
        return tensor

    def unpack(self, tensor):
        return tensor


def train_step(model, x, log):
    with torch.autograd.graph.saved_tensors_hooks(log.pack, log.unpack):
        h = torch.tanh(model[0](x))  #: saves
        h += 0.1 * torch.ones_like(h)  #: overwrites
        loss = model[1](h).pow(2).mean()
    loss.backward()
    return loss.item()


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
log = MemoryLog()
print(train_step(model, torch.randn(5, 3), log), len(log.sizes))
print(model[0].weight.grad)
