import math

import torch

time = torch.arange(16) / 16
signal = torch.sin(2 * math.pi * 3 * time)
print(torch.fft.rfft(signal).abs().round(decimals=3))
print(torch.stft(signal, 8, window=torch.hann_window(8), return_complex=True).shape)
print(torch.allclose(torch.fft.ifft2(torch.fft.fft2(torch.eye(4))).real, torch.eye(4), atol=1e-6))
