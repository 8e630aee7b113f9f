"""The training loop."""

import torch
from images import Images
from net import ResNet
from torch.utils.data import DataLoader


def train(workers: int) -> None:
    """One epoch."""
    loader = DataLoader(Images(), batch_size=4, shuffle=True, num_workers=workers)
    model = ResNet()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for images, classes in loader:
        loss = torch.nn.functional.cross_entropy(model(images), classes)
        optimizer.zero_grad()
        loss.backward()  # raised
        optimizer.step()
        print("loss", loss.item())
