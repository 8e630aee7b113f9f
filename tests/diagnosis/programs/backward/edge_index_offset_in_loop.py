#: code IL005
#: curable
import torch
import torch.nn as nn


class EdgeConv(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(2 * dim, dim), nn.ReLU(inplace=True), nn.Linear(dim, dim))

    def forward(self, x, src, dst):
        m = self.mlp(torch.cat([x[src], x[dst]], 1))
        return torch.zeros_like(x).scatter_add(0, dst[:, None].expand_as(m), m)  #: saves


def main():
    torch.manual_seed(0)
    encoder, conv, head = nn.Linear(2, 6), EdgeConv(6), nn.Linear(6, 1)
    params = [p for m in (encoder, conv, head) for p in m.parameters()]
    optimizer = torch.optim.Adam(params)
    x = encoder(torch.randn(9, 2))
    # three copies of one small graph, four edges each
    src, dst = torch.tensor([0, 1, 2, 2]), torch.tensor([1, 2, 0, 1])
    out = torch.zeros(9, 6)
    for g in range(3):
        out = out + conv(x, src.clone(), dst)
        src += 3
        dst += 3  #: overwrites
    loss = head(out).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()


main()
