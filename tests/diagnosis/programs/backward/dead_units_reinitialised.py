#: code IL006
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class SparseAutoencoder(nn.Module):
    def __init__(self, d, hidden):
        super().__init__()
        self.enc = nn.Linear(d, hidden)
        self.dec = nn.Linear(hidden, d, bias=False)

    def forward(self, x):
        acts = F.relu(self.enc(x))
        return self.dec(acts), acts  #: saves


def revive(sae, acts, threshold=0.0):
    dead = (acts.detach().sum(0) <= threshold).nonzero().flatten()
    if len(dead):
        fresh = F.normalize(torch.randn(len(dead), sae.dec.out_features), dim=1)
        with torch.no_grad():
            sae.dec.weight[:, dead] = fresh.t()  #: overwrites
            sae.enc.bias[dead] = 0.1
    return len(dead)


if __name__ == "__main__":
    torch.manual_seed(0)
    sae = SparseAutoencoder(5, 20)
    optimizer = torch.optim.Adam(sae.parameters(), lr=1e-3)
    for step in range(2):
        x = torch.randn(3, 5)
        recon, acts = sae(x)
        loss = F.mse_loss(recon, x) + 1e-3 * acts.abs().sum(1).mean()
        print(revive(sae, acts), "revived")
        optimizer.zero_grad()
        loss.backward()  #: raises
        optimizer.step()
