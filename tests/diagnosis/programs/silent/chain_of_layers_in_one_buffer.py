#: code IL222
#: curable
import torch

torch.manual_seed(0)
weights = [torch.randn(4, 4) / 2 for _ in range(3)]
biases = [torch.randn(4) for _ in range(3)]


def run(x):
    h = x.clone()
    with torch.no_grad():
        for w, b in zip(weights, biases):
            torch.addmm(b, h, w, out=h)  #: overwrites
            h.relu_()
    return h


print(run(torch.randn(2, 4)))
