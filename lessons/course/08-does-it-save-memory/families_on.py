import torch
import torch.nn.functional as F

inplace = True
w = torch.randn(4, 4096, requires_grad=True)

a = F.relu(-w, inplace)
b = F.leaky_relu(-w, 0.1, inplace)
c = F.relu6(-w, inplace)
d = F.dropout(-w, 0.5, inplace=inplace)
loss = a.sum() + b.sum() + c.sum() + d.sum()
loss.backward()
