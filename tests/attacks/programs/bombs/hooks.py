# Hangs harmful hooks on tensors, modules and nodes.
# held by: fork
import torch


def hook(*_):
    raise SystemExit("no")


x = torch.ones(1, requires_grad=True)
y = x * 2
y.grad_fn.register_hook(hook)
x.register_hook(hook)
torch.autograd.graph.saved_tensors_hooks(hook, hook).__enter__()
y.backward()
