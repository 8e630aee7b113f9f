#: code IL103
#: curable
import torch
from torch import nn


def denormalize(img, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)):
    for channel, m, s in zip(img, mean, std):  #: made
        channel.mul_(s).add_(m)  #: overwrites, raises
    return img


def total_variation(img):
    return (img[:, 1:] - img[:, :-1]).abs().mean() + (img[..., 1:] - img[..., :-1]).abs().mean()


torch.manual_seed(0)
decoder = nn.Sequential(nn.Linear(4, 3 * 6 * 6), nn.Unflatten(1, (3, 6, 6)), nn.Tanh())
out = decoder(torch.randn(1, 4))[0]
loss = total_variation(denormalize(out))
loss.backward()
print(loss.item())
