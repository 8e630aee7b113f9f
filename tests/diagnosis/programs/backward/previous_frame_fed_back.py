#: code IL007
#: curable
import torch
import torch.nn as nn


class FrameNet(nn.Module):
    """Recurrent video denoiser: sees the noisy frame and its own last output."""

    def __init__(self, ch=4):
        super().__init__()
        self.head = nn.Conv2d(2, ch, 3, padding=1)
        self.body = nn.Sequential(nn.Conv2d(ch, ch, 3, padding=1), nn.ReLU(inplace=True))
        self.tail = nn.Conv2d(ch, 1, 3, padding=1)

    def forward(self, frame, previous):
        x = self.head(torch.cat([frame, previous], 1))
        return frame - self.tail(self.body(x))  #: saves


torch.manual_seed(0)
net = FrameNet()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-4)
clean = torch.rand(4, 1, 1, 6, 6)
previous = torch.zeros(1, 1, 6, 6)
for t, target in enumerate(clean):
    noisy = target + 0.1 * torch.randn_like(target)
    noisy.clamp_(0, 1)
    output = net(noisy, previous)
    loss = nn.functional.l1_loss(output, target)
    optimizer.zero_grad()
    loss.backward(retain_graph=True)  #: raises
    optimizer.step()  #: overwrites
    previous = output
