#: code IL109
#: curable
import sys

import torch
import torch.nn as nn


def iic_loss(z, zt, eps=sys.float_info.epsilon):
    k = z.shape[1]
    joint = (z.unsqueeze(2) * zt.unsqueeze(1)).sum(0)
    joint = (joint + joint.t()) / 2
    joint = joint / joint.sum()
    p_i = joint.sum(1).view(k, 1).expand(k, k)  #: made
    p_j = joint.sum(0).view(1, k).expand(k, k)
    p_i.clamp_(min=eps)  #: overwrites, raises
    p_j.clamp_(min=eps)
    return (joint * (p_i.log() + p_j.log() - joint.log())).sum()


torch.manual_seed(0)
net = nn.Sequential(nn.Linear(6, 5), nn.Softmax(dim=1))
x = torch.randn(8, 6)
loss = iic_loss(net(x), net(x + 0.1 * torch.randn_like(x)))
loss.backward()
print(loss.item())
