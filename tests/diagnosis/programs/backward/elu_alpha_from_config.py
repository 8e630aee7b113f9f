#: code IL016
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F

config = {"hidden": [12, 8], "alpha": -0.5, "lr": 1e-3}


class MLP(nn.Module):
    def __init__(self, n_in, hidden, n_out, alpha):
        super().__init__()
        sizes = [n_in, *hidden]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.out = nn.Linear(sizes[-1], n_out)
        self.alpha = alpha

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
            F.elu(x, alpha=self.alpha, inplace=True)  #: saves, overwrites
        return self.out(x)


torch.manual_seed(0)
model = MLP(6, config["hidden"], 1, config["alpha"])
optimizer = torch.optim.Adam(model.parameters(), lr=config["lr"])
for epoch in range(2):
    x = torch.randn(10, 6)
    y = (x[:, :1] * x[:, 1:2]).sign()
    loss = F.soft_margin_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()
