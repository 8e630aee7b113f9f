#: code IL221
#: curable
import torch

torch.manual_seed(0)


def overlap_add(frames, hop):
    count, size = frames.shape
    out = torch.zeros((count - 1) * hop + size)
    windows = out.unfold(0, size, hop)  #: made
    windows.copy_(frames)  #: overwrites
    return out


signal = torch.sin(torch.arange(14.0))
frames = signal.unfold(0, 6, 2) * torch.hann_window(6)
print(overlap_add(frames, 2))
