import torch
import torch.nn.functional as F
from torch.func import functionalize
from torch.fx.experimental.proxy_tensor import make_fx


def block(x, inplace):
    h = x * 2
    y = F.relu(h, inplace)
    y += 1
    return y


def operators(function, inplace):
    graph = make_fx(lambda x: function(x, inplace))(torch.randn(4)).graph
    return [node.name for node in graph.nodes if node.op == "call_function"]


print(*operators(block, False))
print(*operators(block, True))
print(*operators(functionalize(block), False))
print(*operators(functionalize(block), True))
