#: code IL008
#: curable
import torch
import torch.nn as nn


class CenterLoss(nn.Module):
    def __init__(self, classes, dim, alpha=0.5):
        super().__init__()
        self.alpha = alpha
        self.register_buffer("centers", torch.randn(classes, dim))

    def forward(self, features, labels):
        similarity = features @ self.centers.t()  #: saves
        own = similarity.gather(1, labels.unsqueeze(1))
        loss = (features.pow(2).sum(1, keepdim=True) - 2 * own + self.centers[labels].pow(2).sum(1, keepdim=True)).mean()
        self.update(features.detach(), labels)
        return loss

    def update(self, features, labels):
        for c in labels.unique():
            rows = labels == c
            step = (self.centers[c] - features[rows]).sum(0) / (1 + rows.sum())
            self.centers[c] -= self.alpha * step  #: overwrites


class FaceNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.prelu = nn.PReLU()
        self.fc = nn.Linear(64, 3)
        self.cls = nn.Linear(3, 4)

    def forward(self, x):
        f = self.fc(self.prelu(self.conv(x)).flatten(1))
        return f, self.cls(f)


torch.manual_seed(0)
net, center = FaceNet(), CenterLoss(4, 3)
opt = torch.optim.SGD(net.parameters(), lr=0.01)
for it in range(2):
    x, y = torch.randn(5, 1, 6, 6), torch.randint(0, 4, (5,))
    f, logits = net(x)
    loss = nn.functional.cross_entropy(logits, y) + 0.1 * center(f, y)
    opt.zero_grad()
    loss.backward()  #: raises
    opt.step()
