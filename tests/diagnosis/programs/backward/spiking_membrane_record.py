#: code IL004
#: curable
import torch
import torch.nn as nn


class SurrogateSpike(torch.autograd.Function):
    @staticmethod
    def forward(ctx, v):
        ctx.save_for_backward(v)
        return (v > 0).float()

    @staticmethod
    def backward(ctx, grad):
        (v,) = ctx.saved_tensors
        return grad / (1 + 10 * v.abs()) ** 2


class LIFLayer(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.fc = nn.Linear(n_in, n_out)
        self.beta = nn.Parameter(torch.full((n_out,), 0.9))

    def forward(self, spikes):
        T, B, _ = spikes.shape
        mem = torch.zeros(T + 1, B, self.fc.out_features)
        out = []
        for t in range(T):
            current = self.fc(spikes[t])
            s = SurrogateSpike.apply(mem[t] - 1.0)
            mem[t + 1] = self.beta * mem[t] + current - s.detach()  #: saves, overwrites
            out.append(s)
        return torch.stack(out), mem[1:]


class SNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = LIFLayer(6, 8), LIFLayer(8, 3)

    def forward(self, x):
        return self.l2(self.l1(x)[0])


torch.manual_seed(0)
snn = SNN()
optimizer = torch.optim.Adam(snn.parameters(), lr=5e-3)
x = (torch.rand(5, 2, 6) > 0.4).float()
spikes, mem = snn(x)
loss = nn.functional.cross_entropy(mem.sum(0), torch.tensor([0, 2]))
optimizer.zero_grad()
loss.backward()  #: raises
optimizer.step()
