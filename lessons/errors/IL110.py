import torch

signal = torch.arange(6.0)  #: made
signal[1:] += signal[:-1]  #: overwrites, raises
print(signal)
