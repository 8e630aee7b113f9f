#: code IL006
#: curable
import torch
import torch.nn as nn


class SharedEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, padding=1)
        self.conv2 = nn.Conv2d(6, 6, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(2)

    def forward(self, x):
        x = torch.relu_(self.conv1(x))
        x = torch.relu_(self.conv2(x))  #: saves
        return self.pool(x).flatten(1)


def main():
    torch.manual_seed(0)
    encoder = SharedEncoder()
    age, gender = nn.Linear(24, 1), nn.Linear(24, 2)
    opt_age = torch.optim.Adam(list(encoder.parameters()) + list(age.parameters()), lr=1e-3)
    opt_gender = torch.optim.Adam(list(encoder.parameters()) + list(gender.parameters()), lr=1e-3)
    faces, years, sex = torch.rand(4, 3, 6, 6), torch.rand(4, 1), torch.tensor([0, 1, 1, 0])

    for epoch in range(2):
        z = encoder(faces)
        # task 1
        loss1 = nn.functional.mse_loss(age(z), years)
        opt_age.zero_grad()
        loss1.backward(retain_graph=True)
        opt_age.step()  #: overwrites
        # task 2
        loss2 = nn.functional.cross_entropy(gender(z), sex)
        opt_gender.zero_grad()
        loss2.backward()  #: raises
        opt_gender.step()


if __name__ == "__main__":
    main()
