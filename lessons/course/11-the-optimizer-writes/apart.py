import torch
from torch import nn

net = nn.Sequential(
    nn.Linear(2, 3), nn.Linear(3, 2)
)
opt = torch.optim.SGD(net.parameters(), 0.1)

out = net(torch.randn(4, 2))
loss_a = out.square().mean()
loss_b = out.abs().mean()

loss_a.backward(retain_graph=True)
loss_b.backward()
opt.step()
print("both came back")
