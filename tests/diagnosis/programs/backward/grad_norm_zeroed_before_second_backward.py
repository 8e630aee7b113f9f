#: code IL011
#: also IL014
#: curable
import warnings

import torch
import torch.nn as nn

warnings.filterwarnings("ignore", message="Using backward\\(\\) with create_graph=True")


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(4, 10), nn.Linear(10, 1)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x)))


torch.manual_seed(0)
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for it in range(2):
    x = torch.randn(8, 4)
    loss = nn.functional.mse_loss(net(x), x.sum(1, keepdim=True))
    loss.backward(create_graph=True)
    flatness = sum((p.grad ** 2).sum() for p in net.parameters())  #: saves
    # throw the first gradients away, keep those of the penalty
    optimizer.zero_grad(set_to_none=False)  #: overwrites
    (0.1 * flatness).backward()  #: raises
    optimizer.step()
