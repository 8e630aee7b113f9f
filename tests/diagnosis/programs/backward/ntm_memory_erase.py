#: code IL002
#: curable
import torch
import torch.nn as nn
import torch.nn.functional as F


class NTMHead(nn.Module):
    def __init__(self, ctrl, width):
        super().__init__()
        self.key = nn.Linear(ctrl, width)
        self.erase = nn.Linear(ctrl, width)
        self.add = nn.Linear(ctrl, width)

    def address(self, h, memory):
        k = torch.tanh(self.key(h))
        return F.softmax(torch.einsum("bnw,bw->bn", memory, k), dim=1)  #: saves

    def read(self, h, memory):
        w = self.address(h, memory)
        return torch.einsum("bn,bnw->bw", w, memory)

    def write(self, h, memory):
        w = self.address(h, memory)
        e = torch.sigmoid(self.erase(h))
        memory.mul_(1 - w.detach().unsqueeze(2) * e.detach().unsqueeze(1))  #: overwrites
        memory.add_(torch.einsum("bn,bw->bnw", w, self.add(h)))  #: overwrites
        return memory


class NTM(nn.Module):
    def __init__(self, n_in=4, ctrl=6, slots=5, width=3):
        super().__init__()
        self.slots, self.width = slots, width
        self.controller = nn.GRUCell(n_in + width, ctrl)
        self.head = NTMHead(ctrl, width)
        self.fc = nn.Linear(ctrl + width, n_in)
        self.bias = nn.Parameter(torch.randn(1, slots, width) * 0.1)

    def forward(self, xs):
        b = xs.size(1)
        memory = self.bias.repeat(b, 1, 1)
        h, r, outs = torch.zeros(b, 6), torch.zeros(b, self.width), []
        for x in xs:
            h = self.controller(torch.cat([x, r], 1), h)
            self.head.write(h, memory)
            r = self.head.read(h, memory)
            outs.append(self.fc(torch.cat([h, r], 1)))
        return torch.stack(outs)


torch.manual_seed(0)
ntm = NTM()
seq = torch.randint(0, 2, (3, 2, 4)).float()
loss = F.binary_cross_entropy_with_logits(ntm(seq), seq)
loss.backward()  #: raises
