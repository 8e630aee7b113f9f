#: code IL103
#: also IL105
#: curable
import torch
import torch.nn as nn


class VideoStem(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.offset = nn.Parameter(torch.zeros(channels, 1, 1))
        self.conv = nn.Conv2d(channels, 4, 3)

    def forward(self, clip):
        for frame in clip.unbind(1):  #: made
            frame += self.offset  #: overwrites, raises
        return torch.stack([self.conv(frame) for frame in clip.unbind(1)], dim=1)


def main():
    torch.manual_seed(0)
    stem = VideoStem(3)
    clip = torch.rand(2, 3, 3, 6, 6)
    loss = stem(clip).pow(2).mean()
    loss.backward()
    print(stem.offset.grad.flatten())


main()
