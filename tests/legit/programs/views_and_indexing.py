import torch

x = torch.arange(24).reshape(2, 3, 4)
print(x[..., -1], x[:, ::2, 1], x[x % 5 == 0], x.permute(2, 0, 1).stride())
print(torch.where(x > 10, x, -1).sum(), x.flatten(1).shape, x.unfold(2, 2, 1).shape, x.movedim(0, -1).shape)
x[0, 0] = 100
x[:, 1].fill_(7)
print(torch.stack(x.unbind(0)).sum(), torch.nonzero(x == 100).tolist(), x.roll(1, 0)[0, 0])
