#: code IL213
#: curable
import torch

torch.manual_seed(0)


def spectrogram(signal, size=8):
    frames = []
    for start in range(0, len(signal) - size + 1, size // 2):
        frame = signal[start : start + size].contiguous()  #: made
        frame *= torch.hann_window(size)  #: overwrites
        frames.append(torch.fft.rfft(frame).abs())
    return torch.stack(frames)


signal = torch.sin(torch.arange(24.0)) + 0.1 * torch.randn(24)
print(spectrogram(signal).mean(0), signal.abs().max())
