from contextlib import ExitStack, contextmanager

import torch


@contextmanager
def frozen(module):
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    try:
        yield module
    finally:
        module.requires_grad_(True)


layer = torch.nn.Linear(1, 1)
with ExitStack() as stack:
    stack.enter_context(frozen(layer))
    print(layer(torch.ones(1)).requires_grad)
print(layer(torch.ones(1)).requires_grad)
