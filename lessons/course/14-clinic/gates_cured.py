import torch

w = torch.randn(5, 8, requires_grad=True)
x, h = torch.randn(4, 3), torch.randn(4, 2)
c = torch.randn(4, 2)

z = torch.cat([x, h], 1) @ w
i, f, g, o = z.chunk(4, 1)
i = i.sigmoid()
f = f.sigmoid()
g = g.tanh()
o = o.sigmoid()
c = f * c + i * g
h = o * c.tanh()
h.sum().backward()
