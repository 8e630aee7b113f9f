import torch
from torch import nn

G = nn.Linear(2, 3)
D = nn.Sequential(
    nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)
)
opt_g = torch.optim.SGD(G.parameters(), 0.1)
opt_d = torch.optim.SGD(D.parameters(), 0.1)
real = torch.randn(5, 3)
noise = torch.randn(5, 2)

fake = G(noise)
loss_d = (D(fake.detach()) - D(real)).mean()
opt_d.zero_grad()
loss_d.backward()
opt_d.step()

loss_g = -D(fake).mean()
opt_g.zero_grad()
loss_g.backward()
opt_g.step()
print("both networks moved")
