import torch

x = torch.tensor([-1.0, 0.0, 0.5, 2.0])
scale = (x.max() - x.min()) / 255
zero = (-x.min() / scale).round()
q = (x / scale + zero).round().clamp(0, 255).to(torch.uint8)
print(q.tolist(), ((q.float() - zero) * scale - x).abs().max() < scale)
