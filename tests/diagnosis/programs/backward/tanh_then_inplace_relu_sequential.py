#: code IL001
#: curable
import torch
import torch.nn as nn


class Encoder(nn.Module):
    def __init__(self, dims):
        super().__init__()
        layers = []
        for a, b in zip(dims, dims[1:]):
            layers += [nn.Linear(a, b), nn.Tanh()]
        layers += [nn.ReLU(inplace=True)]
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)  #: saves, overwrites


class Decoder(nn.Module):
    def __init__(self, dims):
        super().__init__()
        self.fc1 = nn.Linear(dims[0], dims[1])
        self.act = nn.ReLU(inplace=True)
        self.fc2 = nn.Linear(dims[1], dims[2])

    def forward(self, z):
        return self.fc2(self.act(self.fc1(z)))


class AutoEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder([10, 8, 4])
        self.decoder = Decoder([4, 8, 10])

    def forward(self, x):
        return self.decoder(self.encoder(x))


if __name__ == "__main__":
    torch.manual_seed(0)
    ae = AutoEncoder()
    optim = torch.optim.Adam(ae.parameters())
    data = torch.rand(16, 10)
    criterion = nn.MSELoss()
    for batch in data.split(8):
        optim.zero_grad()
        loss = criterion(ae(batch), batch)
        loss.backward()  #: raises
        optim.step()
