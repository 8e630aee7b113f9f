#: code IL220
#: curable
import torch
import torch.nn as nn


class StreamingConv(nn.Module):
    def __init__(self, channels, kernel):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(channels, kernel))
        self.register_buffer("cache", torch.zeros(2, channels, kernel))

    @torch.no_grad()
    def forward(self, sample):
        self.cache[..., 1:].copy_(self.cache[..., :-1])  #: overwrites
        self.cache[..., 0] = sample
        return (self.cache * self.weight).sum(-1)


def main():
    torch.manual_seed(0)
    layer = StreamingConv(3, 4)
    signal = torch.randn(6, 2, 3)
    out = torch.stack([layer(s) for s in signal])
    print(out[-1])


main()
