#: nothing
import torch
import torch.nn as nn


def pack(tensor):
    return tensor.to(torch.float64, copy=True) if tensor.is_floating_point() else tensor.clone()


def unpack(tensor):
    return tensor.to(torch.float32) if tensor.is_floating_point() else tensor


torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 8), nn.ReLU(inplace=True), nn.Linear(8, 1))
x = torch.randn(6, 4)
with torch.autograd.graph.saved_tensors_hooks(pack, unpack):
    loss = net(x).pow(2).mean()
loss.backward()
print(loss.item(), net[0].weight.grad.norm().item())
