#: code IL002
#: curable
# importance weighted autoencoder: one noise buffer, filled again for each sample
import torch
import torch.nn as nn

torch.manual_seed(0)

encoder = nn.Sequential(nn.Linear(8, 16), nn.ReLU(inplace=True), nn.Linear(16, 6))
decoder = nn.Sequential(nn.Linear(3, 16), nn.ReLU(inplace=True), nn.Linear(16, 8))
optimizer = torch.optim.Adam(list(encoder.parameters()) + list(decoder.parameters()), lr=1e-3)
noise = torch.empty(4, 3)
K = 3


def sample(mu, logvar):
    noise.normal_()  #: overwrites
    return mu + noise * torch.exp(0.5 * logvar)  #: saves


def iwae_loss(x):
    mu, logvar = encoder(x).chunk(2, dim=1)
    log_w = []
    for k in range(K):
        z = sample(mu, logvar)
        log_px = -(decoder(z) - x).pow(2).sum(1)
        log_pz = -0.5 * z.pow(2).sum(1)
        log_q = -0.5 * (((z - mu) / torch.exp(0.5 * logvar)).pow(2) + logvar).sum(1)
        log_w.append(log_px + log_pz - log_q)
    return -torch.logsumexp(torch.stack(log_w), 0).mean()


for step in range(2):
    x = torch.randn(4, 8)
    loss = iwae_loss(x)
    optimizer.zero_grad()
    loss.backward()  #: raises
    optimizer.step()
