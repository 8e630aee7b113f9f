#: code IL006
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class Pruner:
    def __init__(self, model, sparsity):
        self.model, self.sparsity = model, sparsity
        self.masks = {n: torch.ones_like(p) for n, p in model.named_parameters() if p.dim() > 1}

    def recompute(self):
        for n, p in self.model.named_parameters():
            if n in self.masks:
                threshold = p.detach().abs().flatten().kthvalue(int(p.numel() * self.sparsity) + 1).values
                self.masks[n].copy_(p.detach().abs() >= threshold)

    @torch.no_grad()
    def apply(self):
        for n, p in self.model.named_parameters():
            if n in self.masks:
                p.mul_(self.masks[n])  #: overwrites


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.fc1 = nn.Linear(16, 12)
        self.fc2 = nn.Linear(12, 3)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv(x), inplace=True), 2).flatten(1)
        x = F.relu(self.fc1(x), inplace=True)
        return self.fc2(x)  #: saves


torch.manual_seed(0)
net = LeNet()
pruner = Pruner(net, 0.5)
opt = torch.optim.SGD(net.parameters(), lr=0.01)
pruner.recompute()
pruner.apply()
for it in range(3):
    out = net(torch.randn(4, 1, 6, 6))
    loss = F.nll_loss(out.log_softmax(1), torch.tensor([0, 1, 2, 0]))
    if it == 1:
        pruner.recompute()
        pruner.apply()
    opt.zero_grad()
    loss.backward()  #: raises
    opt.step()
