#: nothing
import torch
import torch.nn as nn


class LeakyInplace(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        mask = x < 0
        x[mask] *= slope
        ctx.mark_dirty(x)
        ctx.save_for_backward(mask)
        ctx.slope = slope
        return x

    @staticmethod
    def backward(ctx, grad):
        (mask,) = ctx.saved_tensors
        return torch.where(mask, grad * ctx.slope, grad), None


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(3, 5), nn.Linear(5, 1)

    def forward(self, x):
        return self.fc2(LeakyInplace.apply(self.fc1(x), 0.1))


torch.manual_seed(0)
net = Net()
loss = net(torch.randn(4, 3)).sum()
loss.backward()
print(loss.item(), net.fc1.weight.grad)
