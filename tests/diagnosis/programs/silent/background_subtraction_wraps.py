#: code IL223
#: curable
import numpy as np
import torch
from torch import nn


def moving(frames):
    background = torch.stack(frames).float().mean(0).to(torch.uint8)
    masks = []
    for frame in frames:
        difference = frame.clone()
        difference -= background  #: overwrites
        masks.append((difference > 30).float())
    return torch.stack(masks)


torch.manual_seed(0)
rng = np.random.default_rng(0)
frames = [torch.from_numpy(rng.integers(90, 110, (6, 6), dtype=np.uint8)) for _ in range(3)]
detector = nn.Conv2d(1, 1, 3)
with torch.no_grad():
    print(moving(frames).mean((1, 2)), detector(moving(frames).unsqueeze(1)).mean())
