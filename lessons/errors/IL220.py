import torch

frames = torch.arange(8.0).reshape(2, 4)
frames[:, 1:] = frames[:, :-1]  #: overwrites
print(frames)
