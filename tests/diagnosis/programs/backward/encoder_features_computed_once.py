#: code IL007
#: also IL006
#: not curable, every epoch needs the features of the new weights
import torch
import torch.nn as nn
import torch.nn.functional as F


class GCN(nn.Module):
    def __init__(self, n_in, n_hid, n_out):
        super().__init__()
        self.w1 = nn.Linear(n_in, n_hid)
        self.w2 = nn.Linear(n_hid, n_out)

    def forward(self, x, adj):
        h = F.relu(adj @ self.w1(x))
        return adj @ self.w2(h)  #: saves


class LinkDecoder(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.r = nn.Parameter(torch.randn(dim))

    def forward(self, z, pairs):
        return (z[pairs[:, 0]] * self.r * z[pairs[:, 1]]).sum(1)


def train():
    torch.manual_seed(0)
    x, adj = torch.randn(5, 3), torch.rand(5, 5)
    adj /= adj.sum(1, keepdim=True)
    encoder, decoder = GCN(3, 8, 4), LinkDecoder(4)
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=0.01)
    # the graph does not change, so encode it once
    z = encoder(x, adj)
    for epoch in range(3):
        pairs = torch.randint(0, 5, (4, 2))
        label = (torch.rand(4) > 0.5).float()
        loss = F.binary_cross_entropy_with_logits(decoder(z, pairs), label)
        optimizer.zero_grad()
        loss.backward(retain_graph=True)  #: raises
        optimizer.step()  #: overwrites


train()
