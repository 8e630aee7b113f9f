#: nothing
import torch
import torch.nn as nn


class Surrogate(torch.autograd.Function):
    @staticmethod
    def forward(ctx, v):
        ctx.save_for_backward(v)
        return (v > 0).float()

    @staticmethod
    def backward(ctx, grad):
        (v,) = ctx.saved_tensors
        return grad / (1 + 10 * v.abs()) ** 2


class LIF(nn.Module):
    def __init__(self, fin, fout):
        super().__init__()
        self.fc = nn.Linear(fin, fout)
        self.counts = torch.zeros(fout)

    def forward(self, xs):
        v, out = torch.zeros(xs.size(1), self.fc.out_features), []
        for x in xs:
            v = 0.9 * v + self.fc(x)
            spike = Surrogate.apply(v - 1)
            v = v - spike.detach()
            self.counts += spike.detach().sum(0)
            out.append(spike)
        return torch.stack(out).mean(0)


torch.manual_seed(0)
layer = LIF(3, 4)
loss = layer(torch.randn(6, 2, 3) * 3).sum()
loss.backward()
print(loss.item(), layer.counts, layer.fc.weight.grad.norm().item())
