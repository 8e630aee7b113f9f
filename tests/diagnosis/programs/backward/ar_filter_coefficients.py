#: code IL004
#: curable
# differentiable IIR filter: y[n] = b0 x[n] - a1 y[n-1] - a2 y[n-2]
import torch

torch.manual_seed(0)
b0 = torch.tensor(0.3, requires_grad=True)
a = torch.tensor([-0.4, 0.1], requires_grad=True)
optimizer = torch.optim.SGD([b0, a], lr=0.05)


def iir(x):
    y = torch.zeros_like(x)
    for n in range(len(x)):
        y[n] = b0 * x[n]
        if n >= 2:
            y[n] = y[n] - a[0] * y[n - 1] - a[1] * y[n - 2]  #: saves, overwrites
    return y


def spectrum(y):
    return torch.fft.rfft(y).abs()


impulse = torch.zeros(6)
impulse[0] = 1.0
target = torch.rand(4)
for epoch in range(2):
    optimizer.zero_grad()
    out = iir(impulse)
    loss = torch.mean((spectrum(out) - target) ** 2)
    loss.backward()  #: raises
    optimizer.step()
    print(epoch, loss.item())
