#: code IL202
#: curable
import torch
import torch.nn as nn


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 16)

    def forward(self, z):
        return torch.sigmoid(self.fc(z)).view(-1, 4, 4)  #: saves


def preview(batch):
    picture = batch[0].detach().numpy()
    picture -= picture.min()  #: overwrites
    picture /= picture.max()  #: overwrites
    return (picture * 255).astype("uint8")


def main():
    torch.manual_seed(0)
    generator = Generator()
    optimizer = torch.optim.SGD(generator.parameters(), lr=0.1)
    target = torch.rand(2, 4, 4)
    fake = generator(torch.randn(2, 4))
    loss = (fake - target).abs().mean()
    thumbnail = preview(fake)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(thumbnail.shape, generator.fc.weight.grad)


main()
