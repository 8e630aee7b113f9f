import torch
from torch import nn

torch.manual_seed(0)
net = nn.Linear(3, 1, bias=False)
x = torch.randn(4, 3)
net(x).sum().backward()
for p in net.parameters():
    p.grad = None

optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def step_at_once(parameter):
    parameter.grad.mul_(0.5)
    optimizer.step()
    optimizer.zero_grad()


net.weight.register_post_accumulate_grad_hook(step_at_once)
for _ in range(3):
    net(x).square().sum().backward()
print(net.weight.detach().sum().item(), net.weight.grad)
