#: code IL008
#: curable
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(4)
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        x = torch.relu_(self.bn1(self.conv1(x)))
        x = torch.relu_(self.bn2(self.conv2(x)))  #: saves
        return self.fc(x.mean((2, 3)))


def broadcast_buffers(module, source):
    """What a distributed wrapper does before every forward."""
    for name, buffer in module.named_buffers():
        buffer.copy_(source[name])  #: overwrites


def main():
    torch.manual_seed(0)
    net = Net()
    net.eval()  # fine-tuning with frozen statistics
    rank0 = {k: v.clone() for k, v in net.named_buffers()}
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    weak, strong = torch.randn(4, 3, 6, 6), torch.randn(4, 3, 6, 6)
    outputs = []
    for view in (weak, strong):
        broadcast_buffers(net, rank0)
        outputs.append(net(view))
    loss = nn.functional.mse_loss(outputs[0].softmax(1), outputs[1].softmax(1))
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()


main()
