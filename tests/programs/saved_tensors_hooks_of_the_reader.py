import torch

calls = []


def pack(t):
    calls.append("pack")
    return t.clone()


def unpack(t):
    calls.append("unpack")
    return t


x = torch.randn(3, requires_grad=True)
with torch.autograd.graph.saved_tensors_hooks(pack, unpack):
    y = x.sigmoid()
y.mul_(2)
y.sum().backward()
print(calls, x.grad)
