#: nothing
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset


def cutout(images, size=3):
    images = images.clone()
    for image in images:
        top, left = torch.randint(0, images.size(-1) - size, (2,)).tolist()
        image[:, top : top + size, left : left + size] = 0
    flip = torch.rand(len(images)) < 0.5
    images[flip] = images[flip].flip(-1)
    images += 0.01 * torch.randn_like(images)
    return images.clamp_(0, 1)


def main():
    torch.manual_seed(0)
    data = TensorDataset(torch.rand(8, 1, 6, 6), torch.randint(0, 2, (8,)))
    model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(64, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        for x, y in DataLoader(data, batch_size=4, shuffle=True):
            loss = nn.functional.cross_entropy(model(cutout(x)), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    print(loss.item())


main()
