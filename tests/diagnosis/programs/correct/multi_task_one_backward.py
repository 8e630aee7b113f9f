#: nothing
import torch
import torch.nn as nn

torch.manual_seed(0)
encoder = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace=True))
classify, reconstruct = nn.Linear(8, 3), nn.Linear(8, 6)
modules = nn.ModuleList([encoder, classify, reconstruct])
optimizer = torch.optim.Adam(modules.parameters())
history = torch.zeros(3, 2)

for epoch in range(3):
    x, y = torch.randn(4, 6), torch.randint(0, 3, (4,))
    h = encoder(x)
    ce = nn.functional.cross_entropy(classify(h), y)
    mse = nn.functional.mse_loss(reconstruct(h), x)
    optimizer.zero_grad()
    ce.backward(retain_graph=True)
    mse.backward()
    optimizer.step()
    history[epoch, 0] = ce.detach()
    history[epoch, 1] = mse.item()
print(history.mean(0))
