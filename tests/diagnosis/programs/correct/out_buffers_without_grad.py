#: nothing
import torch

torch.manual_seed(0)
weights = [torch.randn(4, 4) / 2 for _ in range(3)]
buffers = [torch.empty(2, 4), torch.empty(2, 4)]


def run(x):
    with torch.no_grad():
        current = x
        for i, w in enumerate(weights):
            target = buffers[i % 2]
            torch.mm(current, w, out=target)
            target.relu_()
            current = target
    return current.clone()


first = run(torch.ones(2, 4))
second = run(torch.zeros(2, 4))
print(first.sum().item(), second.sum().item())
