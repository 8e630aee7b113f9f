#: code IL110
#: curable
import torch

torch.manual_seed(0)
# Exponential smoothing of a sensor's signal, written without an extra buffer.
signal = torch.randn(16, 4)
decay = 0.9
smooth = signal * (1 - decay)
with torch.no_grad():
    previous, current = smooth[:-1], smooth[1:]
    torch.add(current, previous, alpha=decay, out=current)  #: overwrites, raises
print(smooth.std(dim=0))
