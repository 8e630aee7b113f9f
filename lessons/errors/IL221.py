import torch

signal = torch.zeros(6)
windows = signal.unfold(0, 3, 1)  #: made
windows += 1  #: overwrites
print(signal)
